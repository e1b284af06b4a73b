-- Notes who is here, near the front. Somebody passed over who is here again returns by themselves, unless they let two
-- calls go by: then they must ask. Who snoozes stays, and is found here when the place holds again.
-- ARGV[2..] entries
local no = refusal('ready', 'resuming')
if no then return no end
local now = now_ms()
for i = 2, #ARGV do
  local entry = ARGV[i]
  local number = redis.call('ZSCORE', passed, entry)
  local a = number and admission_of(entry)
  local may_return = not a or a.number ~= tonumber(number) or a.call_no < CALLS_UNASKED_MAX
  if number then
    if redis.call('ZSCORE', snoozed, entry) then
      redis.call('ZADD', seen, now, entry)
    elseif may_return then
      redis.call('ZREM', passed, entry)
      redis.call('ZADD', returned, number, entry)
      redis.call('ZADD', seen, now, entry)
    end
  else
    for _, set in ipairs({ line, returned, priority, slow }) do
      if redis.call('ZSCORE', set, entry) then
        redis.call('ZADD', seen, now, entry)
        break
      end
    end
  end
end
return answer(2)
