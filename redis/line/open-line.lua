-- The opening: the drawn line becomes the line in one step, and nobody was called earlier. Calls begin a moment later,
-- because presence counts only near the front and nobody could be near the front before: without the moment the first
-- tick would pass everybody over.
-- ARGV[2] ms until the first call
local no = refusal('ready')
if no then return no end
local phase = redis.call('HGET', meta, 'phase')
if phase == 'lobby' or phase == 'drawing' then
  if redis.call('EXISTS', drawn) == 1 then redis.call('RENAME', drawn, line) end
  redis.call('UNLINK', lobby)
  local now = now_ms()
  redis.call('HSET', meta, 'phase', 'open', 'owed', 0, 'bucket_at', now, 'call_from', now + ARGV[2])
end
return { head() }
