-- Gives each entry that is not in the line the next number, or the next index of the lobby. Who is in it stays where
-- they are: a repeat changes nothing (LIN-2). Where the block of numbers is spent nothing is changed and the caller
-- reserves another one in PostgreSQL first (LIN-4); so too where the reserve list was given numbers beyond the block: facts
-- and exits go by number, and whoever takes a place after one of those must have the later number (LIN-33).
-- ARGV[2..] pairs: entry, lane
local no = refusal('ready', 'resuming')
if no then return no end
local m = redis.call('HMGET', meta, 'phase', 'next', 'block_end', 'lobby_mode', 'listed')
local phase, next_number, block_end, lobby_mode = m[1], tonumber(m[2]), tonumber(m[3]), m[4]

local entries, fresh = {}, {}
for i = 2, #ARGV, 2 do entries[#entries + 1] = ARGV[i] end
if phase ~= 'closed' and phase ~= 'soldOut' then
  local strange = strangers(entries)
  for i = 2, #ARGV, 2 do
    if strange[ARGV[i]] then
      fresh[#fresh + 1] = ARGV[i]
      fresh[#fresh + 1] = ARGV[i + 1]
      strange[ARGV[i]] = nil -- Who asks twice at once comes once.
    end
  end
end
local count = #fresh / 2
if next_number + count > block_end or (count > 0 and next_number < tonumber(m[5] or '0')) then return redis.error_reply('NUMBERS spent') end

local target, in_lobby = line, false
if phase == 'lobby' and lobby_mode == 'shuffle' then target, in_lobby = lobby, true end
if phase == 'drawing' then target = drawn end
local now = now_ms()
-- One command a set for all who come: each command is also written to the file.
local come, size, here = {}, {}, {}
for i = 1, count do
  local entry, lane = fresh[2 * i - 1], fresh[2 * i]
  local set = target
  if in_lobby then
    if beside[lane] then redis.call('HSET', lanes, entry, lane) end
  elseif beside[lane] then
    set = beside[lane]
  end
  come[set] = come[set] or {}
  size[set] = (size[set] or redis.call('ZCARD', set)) + 1
  table.insert(come[set], next_number + i)
  table.insert(come[set], entry)
  if not in_lobby and set ~= drawn and size[set] <= NEAR then
    table.insert(here, now)
    table.insert(here, entry)
  end
end
for set, pairs_ in pairs(come) do redis.call('ZADD', set, unpack(pairs_)) end
if #here > 0 then redis.call('ZADD', seen, unpack(here)) end
if count > 0 then redis.call('HINCRBY', meta, 'next', count) end
return answer_for(entries)
