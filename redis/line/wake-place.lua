-- Ends a snooze before its time: back to where the place is. Where the line has not come that far yet it is a place in the
-- line again; where it has passed, it is called next.
-- ARGV[2..] entries
local no = refusal('ready', 'resuming')
if no then return no end
local now = now_ms()
for i = 2, #ARGV do
  local entry = ARGV[i]
  local number = redis.call('ZREM', snoozed, entry) == 1 and redis.call('ZSCORE', passed, entry)
  if number then
    local first = redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')
    local is_due = #first == 0 or tonumber(first[2]) > tonumber(number)
    redis.call('ZREM', passed, entry)
    redis.call('ZADD', is_due and returned or line, number, entry)
    redis.call('ZADD', seen, now, entry)
  end
end
return answer(2)
