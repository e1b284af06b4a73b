-- Lets others pass without losing the place: out of the line, number kept, called next once so many have passed.
-- From the ordinary line those ahead go first as before; who is called before the line lets that many of it pass.
-- Repeating it counts from now. Anybody else stays as they are.
-- ARGV[2..] pairs: entry, how many others pass
local no = refusal('ready', 'resuming')
if no then return no end
local moved = tonumber(redis.call('HGET', meta, 'moved') or '0')
local reply = {}
for i = 2, #ARGV, 2 do
  local entry, let_pass = ARGV[i], tonumber(ARGV[i + 1])
  local rank = redis.call('ZRANK', line, entry)
  local from = rank and line or redis.call('ZSCORE', returned, entry) and returned
  if from then
    local number = redis.call('ZSCORE', from, entry)
    redis.call('ZREM', from, entry)
    redis.call('ZREM', seen, entry)
    redis.call('ZADD', passed, number, entry)
    redis.call('ZADD', snoozed, moved + (rank or 0) + let_pass, entry)
  elseif redis.call('ZSCORE', snoozed, entry) then
    redis.call('ZADD', snoozed, moved + let_pass, entry)
  end
  reply[#reply + 1] = standing(entry)
end
table.insert(reply, 1, head())
return reply
