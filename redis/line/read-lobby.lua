-- Who stands in the frozen lobby, from one index to another, the first 500 of them. Only while it is drawn: before,
-- somebody could still join, and a Redis that has forgotten its lobby must not make an empty one look true.
-- ARGV[2] from   ARGV[3] to, both included
-- Reply: head, then entry, index, entry, index …
local no = refusal('ready')
if no then return no end
if redis.call('HGET', meta, 'phase') ~= 'drawing' then return redis.error_reply('STALE phase: not drawing') end
local reply = redis.call('ZRANGEBYSCORE', lobby, ARGV[2], ARGV[3], 'WITHSCORES', 'LIMIT', 0, 500)
table.insert(reply, 1, head())
return reply
