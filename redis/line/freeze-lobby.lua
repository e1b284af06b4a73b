-- The lobby closes: its size is fixed, who comes from now on gets a number above it, first in, first out (LIN-9).
-- Reply: head, size, how many came back to the lobby since. The same again when it is repeated.
local no = refusal('ready')
if no then return no end
local m = redis.call('HMGET', meta, 'phase', 'draw_size', 'next', 'came_back')
if m[1] == 'lobby' then
  redis.call('HSET', meta, 'phase', 'drawing', 'draw_size', m[3])
  return { head(), m[3], m[4] or '0' }
end
return { head(), m[2] or m[3], m[4] or '0' }
