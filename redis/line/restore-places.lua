-- Puts back, each exactly where it was, entries whose receipts are of an older generation (LIN-7). The caller has asked
-- PostgreSQL that they neither left nor were admitted since. Who is in the line already stays as they are. An index of
-- the lobby is worth nothing once the line is open: such an entry stays unknown, and the caller asks PostgreSQL again.
-- ARGV[2..] fours: entry, number or index, '1' where it is a lobby index, lane
local no = refusal('ready', 'resuming')
if no then return no end
local m = redis.call('HMGET', meta, 'phase', 'lobby_mode')
local phase = m[1]
-- Before a drawn line is opened nobody stands in the line itself: the drawn one will take its name.
local is_undrawn = phase == 'drawing' or (phase == 'lobby' and m[2] == 'shuffle')
local now = now_ms()
local reply = {}
for i = 2, #ARGV, 4 do
  local entry, number, in_lobby, lane = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2] == '1', ARGV[i + 3]
  if phase ~= 'closed' and phase ~= 'soldOut' and (is_undrawn or not in_lobby) and is_none(entry) then
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
