-- Somebody who let two calls go by is here and asks: called before the line, at the next tick.
-- ARGV[2..] entries
local no = refusal('ready', 'resuming')
if no then return no end
local now = now_ms()
for i = 2, #ARGV do
  local entry = ARGV[i]
  local number = redis.call('ZSCORE', passed, entry)
  if number and not redis.call('ZSCORE', snoozed, entry) then
    redis.call('ZREM', passed, entry)
    redis.call('ZADD', returned, number, entry)
    redis.call('ZADD', seen, now, entry)
  end
end
return answer(2)
