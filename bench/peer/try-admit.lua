-- The usual waiting room on Redis, written as well as the design allows: one script on each visitor's poll puts them in
-- line, notes that they are here, and lets them in where there is room and they are in front. It is the visitor's own
-- poll that admits: nobody is called.
-- KEYS: line, active, seen, counter   ARGV: visitor, now ms, capacity, ms inside, ms of silence, 'front' or 'any'
-- Reply: -1 inside, otherwise how many are ahead
local line, active, seen, counter = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local visitor, now, capacity = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', active, '-inf', now)
if redis.call('ZSCORE', active, visitor) then return -1 end
local rank = redis.call('ZRANK', line, visitor)
if not rank then
  redis.call('ZADD', line, redis.call('INCR', counter), visitor)
  rank = redis.call('ZRANK', line, visitor)
end
redis.call('ZADD', seen, now, visitor)
local free = capacity - redis.call('ZCARD', active)
if free <= 0 then return rank end
-- Whoever closed the tab in front must not stop everybody behind.
local first = redis.call('ZRANGE', line, 0, 0)[1]
local at = first and tonumber(redis.call('ZSCORE', seen, first) or '0')
if first and at < now - ARGV[5] then
  redis.call('ZREM', line, first)
  redis.call('ZREM', seen, first)
  rank = redis.call('ZRANK', line, visitor)
end
local is_in_turn = rank == 0
if ARGV[6] == 'any' then is_in_turn = rank < free end
if not is_in_turn then return rank end
redis.call('ZREM', line, visitor)
redis.call('ZREM', seen, visitor)
redis.call('ZADD', active, now + ARGV[4], visitor)
return -1
