-- Who stands in the frozen lobby, from one index to another, the first 500 of them; nobody once the line is open. Before
-- the freeze somebody could still join, and a Redis that has forgotten its lobby must not make an empty one look true.
-- ARGV[2] from   ARGV[3] to, both included
-- Reply: head, then entry, index, entry, index …
local no = refusal('ready')
if no then return no end
local phase = redis.call('HGET', meta, 'phase')
if phase == 'lobby' or phase == 'closed' then return redis.error_reply('STALE phase: not drawing') end
local reply = {}
if phase == 'drawing' then
  reply = redis.call('ZRANGEBYSCORE', lobby, ARGV[2], ARGV[3], 'WITHSCORES', 'LIMIT', 0, 500)
end
table.insert(reply, 1, head())
return reply
