-- Notes who is here, near the front. Somebody passed over who is here again returns by themselves, unless they let two
-- calls go by: then they must ask. Who snoozes stays, and is found here when the place holds again.
-- ARGV[2..] entries
local no = refusal('ready', 'resuming')
if no then return no end
local now = now_ms()
local entries, here = { unpack(ARGV, 2) }, {}
look_at(entries)
local function is_here(entry)
  table.insert(here, now)
  table.insert(here, entry)
end
for _, entry in ipairs(entries) do
  local number = score_in(passed, entry)
  if number then
    local a = admission_of(entry)
    if score_in(snoozed, entry) then
      is_here(entry)
    elseif not a or a.number ~= tonumber(number) or a.call_no < CALLS_UNASKED_MAX then
      redis.call('ZREM', passed, entry)
      redis.call('ZADD', returned, number, entry)
      is_here(entry)
    end
  elseif score_in(line, entry) or score_in(returned, entry) or score_in(priority, entry) or score_in(slow, entry) then
    is_here(entry)
  end
end
if #here > 0 then redis.call('ZADD', seen, unpack(here)) end
return answer_for(entries)
