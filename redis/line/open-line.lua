-- The opening: the drawn line becomes the line in one step, and nobody was called earlier. Calls begin a moment later,
-- because presence counts only near the front and nobody could be near the front before: without the moment the first
-- tick would pass everybody over. While somebody stands undrawn in the lobby nothing is opened: the caller draws them.
-- ARGV[2] ms until the first call
-- Reply: head, how many are still to be drawn
local no = refusal('ready')
if no then return no end
local phase = redis.call('HGET', meta, 'phase')
local undrawn = 0
if phase == 'drawing' then undrawn = redis.call('ZCARD', lobby) end
if undrawn == 0 and (phase == 'lobby' or phase == 'drawing') then
  if redis.call('EXISTS', drawn) == 1 then redis.call('RENAME', drawn, line) end
  redis.call('UNLINK', lobby, lanes)
  local now = now_ms()
  redis.call('HSET', meta, 'phase', 'open', 'owed', 0, 'bucket_at', now, 'call_from', now + ARGV[2])
end
return { head(), undrawn }
