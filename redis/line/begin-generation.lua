-- Begins a generation for one sale's line: what Redis kept stays, numbers go on after everything that may have been
-- handed out (LIN-4). Only forward: an older generation than the one here is refused.
-- ARGV[2] status   ARGV[3] phase   ARGV[4] number end   ARGV[5] lobby mode
-- ARGV[6] floor max   ARGV[7] admit per minute   ARGV[8] priority share
local have = tonumber(redis.call('HGET', meta, 'generation') or '-1')
if have > tonumber(generation) then return redis.error_reply('STALE generation ' .. have) end
if have == tonumber(generation) then return { head() } end
-- What Redis did last PostgreSQL may not have heard of, and then it is done again. Opened: the line stands drawn once more,
-- or whoever came meanwhile would be the whole line when it is opened again. Frozen: whoever came behind the lobby is in it.
if ARGV[3] == 'drawing' and redis.call('EXISTS', line) == 1 and redis.call('EXISTS', drawn) == 0 then
  redis.call('RENAME', line, drawn)
end
if ARGV[3] == 'lobby' and ARGV[5] == 'shuffle' then
  for lane, set in pairs({ ordinary = drawn, priority = priority, slow = slow }) do
    local behind = redis.call('ZRANGE', set, 0, -1, 'WITHSCORES')
    for i = 1, #behind, 2 do
      redis.call('ZADD', lobby, behind[i + 1], behind[i])
      if beside[lane] then redis.call('HSET', lanes, behind[i], lane) end
    end
    redis.call('UNLINK', set)
  end
end
redis.call('HSETNX', meta, 'moved', 0)
redis.call('HSET', meta, 'generation', generation, 'status', ARGV[2], 'phase', ARGV[3], 'next', ARGV[4],
  'block_end', ARGV[4], 'lobby_mode', ARGV[5], 'floor_max', ARGV[6], 'admit_per_minute', ARGV[7],
  'priority_share', ARGV[8])
redis.call('HDEL', meta, 'owed', 'bucket_at', 'owed_priority', 'owed_slow')
return { head() }
