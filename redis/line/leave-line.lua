-- Takes entries out of the line, up to a number: a place taken later by the same visitor stays. The exit is in
-- PostgreSQL already, so that an old receipt cannot bring the place back (LIN-8).
-- ARGV[2..] pairs: entry, number up to which it left
local no = refusal('ready', 'resuming', 'rebuilding')
if no then return no end
local waiting_in = { line, lobby, drawn, returned, passed, calling, priority, slow }
local reply = {}
for i = 2, #ARGV, 2 do
  local entry, upto = ARGV[i], tonumber(ARGV[i + 1])
  for _, set in ipairs(waiting_in) do
    local number = redis.call('ZSCORE', set, entry)
    if number and math.floor(tonumber(number)) <= upto then
      redis.call('ZREM', set, entry)
      redis.call('ZREM', snoozed, entry)
      redis.call('HDEL', lanes, entry)
    end
  end
  local a = admission_of(entry)
  if a and a.number <= upto and (a.rank == 3 or a.rank == 4) then
    redis.call('HSET', admitted, entry, string.format('%.0f|%d|5|left|%s|0|%s', a.number, a.call_no, a.id, a.lane))
  end
  redis.call('ZREM', seen, entry)
  reply[#reply + 1] = standing(entry)
end
table.insert(reply, 1, head())
return reply
