-- Moves places to another lane, number kept: into the slow lane to be checked, out of it once that is done, into the
-- priority lane by a code. Who comes back to an ordinary line that has passed their number is called next. In the
-- lobby the lane is remembered for the opening. Anybody called, inside or snoozing stays as they are.
-- ARGV[2..] pairs: entry, lane
local no = refusal('ready', 'resuming')
if no then return no end
local now = now_ms()
local reply = {}
for i = 2, #ARGV, 2 do
  local entry, lane = ARGV[i], ARGV[i + 1]
  if redis.call('ZSCORE', lobby, entry) or redis.call('ZSCORE', drawn, entry) then
    if beside[lane] then
      redis.call('HSET', lanes, entry, lane)
    else
      redis.call('HDEL', lanes, entry)
    end
    -- Drawn already, and not opened yet: the number goes along.
    local to = beside[lane] or drawn
    for _, from in ipairs({ drawn, priority, slow }) do
      local number = from ~= to and redis.call('ZSCORE', from, entry)
      if number then
        redis.call('ZREM', from, entry)
        redis.call('ZADD', to, number, entry)
      end
    end
  else
    for _, from in ipairs({ line, priority, slow }) do
      local number = redis.call('ZSCORE', from, entry)
      local to = beside[lane] or line
      if number and to ~= from then
        if to == line and redis.call('HGET', meta, 'phase') == 'drawing' then to = drawn end
        local first = to == line and redis.call('ZRANGE', line, 0, 0, 'WITHSCORES') or {}
        local is_due = to == line and from ~= priority
          and tonumber(redis.call('HGET', meta, 'moved') or '0') > 0
          and (#first == 0 or tonumber(first[2]) > tonumber(number))
        redis.call('ZREM', from, entry)
        redis.call('ZADD', is_due and returned or to, number, entry)
        -- Whoever changes lanes is here.
        local rank = redis.call('ZRANK', to, entry)
        if is_due or (to ~= drawn and rank and rank < NEAR) then redis.call('ZADD', seen, now, entry) end
        break
      end
    end
  end
  reply[#reply + 1] = standing(entry)
end
table.insert(reply, 1, head())
return reply
