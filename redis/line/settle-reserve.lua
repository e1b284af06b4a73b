-- Puts entries on the reserve list, or takes them off, as PostgreSQL has decided. Whatever place they had in the line is
-- given up; who is called or inside stays so.
-- ARGV[2..] pairs: entry, number in the list; 0 takes off
local no = refusal('ready', 'resuming', 'rebuilding')
if no then return no end
local next_number, listed = tonumber(redis.call('HGET', meta, 'next') or '0'), 0
local reply = {}
for i = 2, #ARGV, 2 do
  local entry, number = ARGV[i], tonumber(ARGV[i + 1])
  if number == 0 then
    redis.call('ZREM', reserve, entry)
  else
    for _, set in ipairs({ line, lobby, drawn, returned, passed, snoozed, priority, slow, seen }) do
      redis.call('ZREM', set, entry)
    end
    redis.call('ZADD', reserve, number, entry)
    listed = math.max(listed, number)
  end
  reply[#reply + 1] = standing(entry)
end
-- The line goes on behind it: join-line.lua says why.
if listed > next_number then redis.call('HSET', meta, 'listed', listed) end
table.insert(reply, 1, head())
return reply
