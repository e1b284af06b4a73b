-- Takes the next visitors from the head: marks them `calling` and answers everybody who stands in `calling`, so that
-- a tick that died after marking is driven again by the next one (ADM-1).
--
-- The script decides alone (ADM-2): floor, rate and pause are looked at here, between nothing, so that two ticks at once
-- cannot overshoot. Who was not seen lately moves to `passed`, touched once, number kept. At most 500 entries are
-- touched; `more` asks for another round, so that a hundred thousand closed tabs stall nobody.
--
-- ARGV[2] want max   ARGV[3] presence ms   ARGV[4] burst ms
-- Reply: head, more ('1'/'0'), then 'entry|number|callNo|lane' for each in calling
local no = refusal('ready')
if no then return no end
local want, presence_ms, burst_ms = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local m = redis.call('HMGET', meta, 'phase', 'floor_max', 'admit_per_minute', 'owed', 'bucket_at', 'call_from')
local phase, floor_max, per_minute = m[1], tonumber(m[2]), tonumber(m[3])
local owed, bucket_at = tonumber(m[4] or '0'), tonumber(m[5] or '0')
local TOUCHED_MAX = 500
local UNIT = 60000 -- Credit counts sixty-thousandths of a visitor: a minute in ms, so that no rate is rounded down.

local now = now_ms()
local in_hand = redis.call('ZCARD', calling)
local more = '0'
if phase == 'open' and now >= tonumber(m[6] or '0') then
  local cap = math.max(UNIT, per_minute * burst_ms)
  -- A clock that went back pays nothing; a lull saves up one burst and no more.
  local credit = math.min(cap, owed + per_minute * math.max(0, now - bucket_at))
  local floor = in_hand + redis.call('ZCARD', called) + redis.call('ZCARD', shopping)
  local room = math.min(want, floor_max - floor, math.floor(credit / UNIT), TOUCHED_MAX - in_hand)
  local taken, touched, moved = 0, 0, 0

  local function take(set, negative, counts)
    while taken < room and touched < TOUCHED_MAX do
      local pairs_ = redis.call('ZRANGE', set, 0, math.min(room - taken, TOUCHED_MAX - touched) - 1, 'WITHSCORES')
      if #pairs_ == 0 then return end
      for i = 1, #pairs_, 2 do
        local entry, number = pairs_[i], pairs_[i + 1]
        local at = redis.call('ZSCORE', seen, entry)
        redis.call('ZREM', set, entry)
        redis.call('ZREM', seen, entry)
        if at and tonumber(at) >= now - presence_ms then
          redis.call('ZADD', calling, negative and '-' .. number or number, entry)
          taken = taken + 1
        else
          redis.call('ZADD', passed, number, entry)
        end
        touched = touched + 1
        if counts then moved = moved + 1 end
      end
    end
  end
  take(returned, true, false)
  take(line, false, true)

  if moved > 0 then redis.call('HINCRBY', meta, 'moved', moved) end
  redis.call('HSET', meta, 'owed', credit - taken * UNIT, 'bucket_at', now)
  if taken < room and touched >= TOUCHED_MAX then more = '1' end
end
redis.call('HSET', meta, 'ticked_at', now)

local reply = { head(), more }
for _, entry in ipairs(redis.call('ZRANGE', calling, 0, TOUCHED_MAX - 1)) do
  local score = tonumber(redis.call('ZSCORE', calling, entry))
  local number = math.abs(score)
  local a = admission_of(entry)
  local call_no = 1
  if a and a.number == number then call_no = a.call_no + 1 end
  reply[#reply + 1] = entry .. '|' .. string.format('%.0f', number) .. '|' .. call_no .. '|'
    .. (score < 0 and 'returned' or 'ordinary')
end
return reply
