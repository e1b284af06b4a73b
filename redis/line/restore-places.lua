-- Puts back, each exactly where it was, entries whose receipts are of an older generation (LIN-7). The caller has asked
-- PostgreSQL that they neither left nor were admitted since. Who is in the line already stays as they are. An index of
-- the lobby is worth nothing once the line is open: such an entry stays unknown, and the caller asks PostgreSQL again.
-- Who let others pass goes on doing so: also where PostgreSQL has told of calls before that, as long as the place was not
-- called since and its holder has not shown up since, who may have been ready meanwhile.
-- ARGV[2..] sixes: entry, number or index, '1' where it is a lobby index, lane, number of the last that is let pass (0:
-- nobody), calls before that
local no = refusal('ready', 'resuming')
if no then return no end
local m = redis.call('HMGET', meta, 'phase', 'lobby_mode')
local phase = m[1]
-- Before a drawn line is opened nobody stands in the line itself: the drawn one will take its name.
local is_undrawn = phase == 'drawing' or (phase == 'lobby' and m[2] == 'shuffle')
local now = now_ms()
local reply = {}

local function snooze(entry, number, last, calls)
  local told = redis.call('ZSCORE', returned, entry) and returned or redis.call('ZSCORE', passed, entry) and passed
  if not told then
    if not is_none(entry) then return end
  else
    local is_touched = redis.call('ZSCORE', seen, entry) or redis.call('ZSCORE', snoozed, entry)
    local is_same = tonumber(redis.call('ZSCORE', told, entry)) == number and calls_of(admission_of(entry), number) == calls
    if is_touched or not is_same then return end
    redis.call('ZREM', told, entry)
  end
  redis.call('ZADD', passed, number, entry)
  redis.call('ZADD', snoozed, last, entry)
end

for i = 2, #ARGV, 6 do
  local entry, number, in_lobby, lane = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2] == '1', ARGV[i + 3]
  local last, calls = tonumber(ARGV[i + 4]), tonumber(ARGV[i + 5])
  if last > 0 and not in_lobby and not is_undrawn then
    if phase ~= 'closed' and phase ~= 'soldOut' then snooze(entry, number, last, calls) end
  elseif phase ~= 'closed' and phase ~= 'soldOut' and (is_undrawn or not in_lobby) and is_none(entry) then
    local target = is_undrawn and drawn or line
    if in_lobby then
      target = lobby
      if beside[lane] then redis.call('HSET', lanes, entry, lane) end
    elseif beside[lane] then
      target = beside[lane]
    end
    redis.call('ZADD', target, number, entry)
    -- Who draws the lobby at the moment may have read past this index.
    if target == lobby and phase == 'drawing' then redis.call('HINCRBY', meta, 'came_back', 1) end
  end
  -- Whoever asks is here; presence is kept near the front alone.
  for _, set in ipairs({ line, priority, slow }) do
    local rank = redis.call('ZRANK', set, entry)
    if rank and rank < NEAR then redis.call('ZADD', seen, now, entry) end
  end
  if redis.call('ZSCORE', returned, entry) then redis.call('ZADD', seen, now, entry) end
  reply[#reply + 1] = standing(entry)
end
table.insert(reply, 1, head())
return reply
