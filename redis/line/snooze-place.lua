-- Lets others pass without losing the place: out of the line, number kept, called next once so many have passed.
-- They are those behind the place's own number, and whoever stands before it goes first as ever: so it holds
-- whatever happens to any of them, and however often the line forgets its counter. Where fewer stand behind, who comes
-- later passes too. Repeating it counts from now. Anybody else stays as they are.
-- ARGV[2..] pairs: entry, how many others pass
local no = refusal('ready', 'resuming')
if no then return no end
local next_number = tonumber(redis.call('HGET', meta, 'next') or '0')
local reply = {}
for i = 2, #ARGV, 2 do
  local entry, let_pass = ARGV[i], tonumber(ARGV[i + 1])
  local from = redis.call('ZSCORE', line, entry) and line or redis.call('ZSCORE', returned, entry) and returned
    or redis.call('ZSCORE', snoozed, entry) and passed
  local number = from and redis.call('ZSCORE', from, entry)
  if number then
    if from ~= passed then
      redis.call('ZREM', from, entry)
      redis.call('ZADD', passed, number, entry)
    end
    local at = redis.call('ZCOUNT', line, '-inf', number) + let_pass - 1
    local last = redis.call('ZRANGE', line, at, at, 'WITHSCORES')[2]
    last = last or string.format('%.0f', next_number + at + 1 - redis.call('ZCARD', line))
    redis.call('ZADD', snoozed, last, entry)
  end
  reply[#reply + 1] = standing(entry)
end
table.insert(reply, 1, head())
return reply
