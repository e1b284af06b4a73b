-- The opening: the drawn line becomes the line in one step, and nobody was called earlier. Calls begin a moment later,
-- because presence counts only near the front and nobody could be near the front before: without the moment the first
-- tick would pass everybody over. Where somebody came back to the lobby after it was read, nothing is opened: the caller
-- draws it again.
-- ARGV[2] ms until the first call   ARGV[3] how many had come back when the lobby was read; empty: there must be nobody in it
-- Reply: head, how many may still be undrawn
local no = refusal('ready')
if no then return no end
local m = redis.call('HMGET', meta, 'phase', 'came_back')
local phase = m[1]
local undrawn = 0
if phase == 'drawing' then
  if ARGV[3] == '' then undrawn = redis.call('ZCARD', lobby) else undrawn = tonumber(m[2] or '0') - tonumber(ARGV[3]) end
end
if undrawn == 0 and (phase == 'lobby' or phase == 'drawing') then
  if redis.call('EXISTS', drawn) == 1 then redis.call('RENAME', drawn, line) end
  redis.call('UNLINK', lobby, lanes)
  local now = now_ms()
  redis.call('HSET', meta, 'phase', 'open', 'owed', 0, 'bucket_at', now, 'call_from', now + ARGV[2])
end
return { head(), undrawn }
