-- Adds a block of numbers that was reserved in PostgreSQL. Two gateways may extend at once: each block is used at most
-- once, and a block that comes late leaves a gap, which costs nothing.
-- ARGV[2] first number - 1   ARGV[3] last number
local no = refusal('ready', 'resuming')
if no then return no end
local m = redis.call('HMGET', meta, 'next', 'block_end')
local from, to = tonumber(ARGV[2]), tonumber(ARGV[3])
if to > tonumber(m[2]) then
  -- What is left of a block that does not touch the new one is given up.
  if tonumber(m[2]) < from then redis.call('HSET', meta, 'next', ARGV[2]) end
  redis.call('HSET', meta, 'block_end', ARGV[3])
end
return { head() }
