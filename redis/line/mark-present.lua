-- Notes who is here, near the front. Somebody passed over who is here again returns by themselves, unless they let two
-- calls go by: then they must ask.
-- ARGV[2..] entries
local no = refusal('ready', 'resuming')
if no then return no end
local now = now_ms()
for i = 2, #ARGV do
  local entry = ARGV[i]
  local number = redis.call('ZSCORE', passed, entry)
  local a = number and admission_of(entry)
  if number and (not a or a.number ~= tonumber(number) or a.call_no < CALLS_UNASKED_MAX) then
    redis.call('ZREM', passed, entry)
    redis.call('ZADD', returned, number, entry)
    redis.call('ZADD', seen, now, entry)
  elseif redis.call('ZSCORE', line, entry) or redis.call('ZSCORE', returned, entry) then
    redis.call('ZADD', seen, now, entry)
  end
end
return answer(2)
