-- Gives each entry that is not in the line the next number, or the next index of the lobby. Who is in it stays where
-- they are: a repeat changes nothing (LIN-2). Where the block of numbers is spent nothing is changed and the caller
-- reserves another one in PostgreSQL first (LIN-4).
-- ARGV[2..] entries
local no = refusal('ready', 'resuming')
if no then return no end
local m = redis.call('HMGET', meta, 'phase', 'next', 'block_end', 'lobby_mode')
local phase, next_number, block_end, lobby_mode = m[1], tonumber(m[2]), tonumber(m[3]), m[4]

local fresh, known = {}, {}
if phase ~= 'closed' and phase ~= 'soldOut' then
  for i = 2, #ARGV do
    if not known[ARGV[i]] and is_none(ARGV[i]) then fresh[#fresh + 1] = ARGV[i] end
    known[ARGV[i]] = true
  end
end
if next_number + #fresh > block_end then return redis.error_reply('NUMBERS spent') end

local target = line
if phase == 'lobby' and lobby_mode == 'shuffle' then target = lobby end
if phase == 'drawing' then target = drawn end
local near = target == line and redis.call('ZCARD', line) < NEAR
local now = near and now_ms()
for i, entry in ipairs(fresh) do
  redis.call('ZADD', target, next_number + i, entry)
  if near then redis.call('ZADD', seen, now, entry) end
end
if #fresh > 0 then redis.call('HINCRBY', meta, 'next', #fresh) end
return answer(2)
