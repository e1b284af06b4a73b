-- Brings the line's settings and phase in step with PostgreSQL. The lobby opens by open-line alone.
-- ARGV[2] phase   ARGV[3] lobby mode   ARGV[4] floor max   ARGV[5] admit per minute   ARGV[6] priority share
local no = refusal('ready', 'resuming', 'rebuilding')
if no then return no end
local phase, lobby_mode = ARGV[2], ARGV[3]
local now = redis.call('HGET', meta, 'phase')
redis.call('HSET', meta, 'lobby_mode', lobby_mode, 'floor_max', ARGV[4], 'admit_per_minute', ARGV[5],
  'priority_share', ARGV[6])
local is_before = { lobby = true, drawing = true }
if not is_before[now] and phase ~= now and not is_before[phase] then redis.call('HSET', meta, 'phase', phase) end
if is_before[now] and phase == 'closed' then redis.call('HSET', meta, 'phase', phase) end
return { head() }
