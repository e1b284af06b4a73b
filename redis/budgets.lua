-- Takes an amount from a budget that refills by itself, all or nothing. Atomic, so that a thousand at once are not a
-- thousand free ones. The level leaks away by Redis' clock; a budget at rest takes no memory.
--
-- KEYS[1] string 'level|ms'
-- ARGV[1] leaks per minute   ARGV[2] most that fits   ARGV[3] amount; a negative one gives back
-- Reply: '1' taken or '0' not, the level afterwards, ms until it would fit
local key = KEYS[1]
local per_minute, most, amount = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)

local level, at = 0, now
local text = redis.call('GET', key)
if text then
  local l, a = text:match('^([^|]+)|(%d+)$')
  level, at = tonumber(l), tonumber(a)
end
-- A clock that went back leaks nothing.
level = math.max(0, level - per_minute * math.max(0, now - at) / 60000)
local after = math.max(0, level + amount)
if amount > 0 and after > most then
  return { '0', string.format('%.3f', level), string.format('%.0f', (after - most) * 60000 / per_minute) }
end
if after == 0 then
  redis.call('DEL', key)
else
  local drained = math.ceil(after * 60000 / per_minute)
  redis.call('SET', key, string.format('%.6f', after) .. '|' .. string.format('%.0f', now), 'PX', drained)
end
return { '1', string.format('%.3f', after), '0' }
