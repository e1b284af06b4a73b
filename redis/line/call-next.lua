-- Takes the next visitors from the head: marks them `calling` and answers everybody who stands in `calling`, so that
-- a tick that died after marking is driven again by the next one (ADM-1).
--
-- The script decides alone (ADM-2): floor, rate and pause are looked at here, between nothing, so that two ticks at once
-- cannot overshoot. Who was not seen lately moves to `passed`, touched once, number kept. At most 500 entries are
-- touched; `more` asks for another round, so that a hundred thousand closed tabs stall nobody.
--
-- In this order: who comes back to the front; the priority lane up to its share; the slow lane up to its own; the
-- ordinary line; what is left goes to the lanes again. Shares are carried over as hundredths of a visitor.
--
-- ARGV[2] want max   ARGV[3] presence ms   ARGV[4] burst ms   ARGV[5] rate a minute   ARGV[6] the tick that asks
-- ARGV[7] '1' in its first round: those who stood in `calling` before are answered too, whoever has left them or has them in
-- hand. After that it has them in hand itself, and takes nobody once another tick has begun: whoever it would take might
-- be recorded before those that the other one took from further in front.
-- Reply: head, more ('1'/'0'), what bound the number ('floor', 'want', 'away', 'opening' or '' for the rate), '1' where all
-- that is answered was taken now, how many they are, then of each its score in `calling` and the entry; then pairs of an
-- entry and its call's number, of those who were called for this place before
local no = refusal('ready')
if no then return no end
local want, presence_ms, burst_ms = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local drives = ARGV[7] == '1'
local m = redis.call('HMGET', meta, 'phase', 'floor_max', 'admit_per_minute', 'owed', 'bucket_at', 'call_from',
  'priority_share', 'owed_priority', 'owed_slow', 'calling_by')
local phase, floor_max = m[1], tonumber(m[2])
local owed, bucket_at = tonumber(m[4] or '0'), tonumber(m[5] or '0')
local TOUCHED_MAX = 500
local UNIT = 60000 -- Credit counts sixty-thousandths of a visitor: a minute in ms, so that no rate is rounded down.
-- domain/limits.ts NO_SHOW_BOOST_MAX and SLOW_LANE_SHARE, held equal by a test.
local NO_SHOW_BOOST_MAX = 1.5
local SLOW_LANE_SHARE = 10
-- Never above the operator's rate but by the bounded correction for those who will not come (PAC-3).
local per_minute = math.min(tonumber(ARGV[5]), math.floor(tonumber(m[3]) * NO_SHOW_BOOST_MAX))

if drives then
  redis.call('HSET', meta, 'calling_by', ARGV[6])
elseif m[10] ~= ARGV[6] then
  return { head(), '0', '', '1', '0' }
end

local now = now_ms()
local in_hand = redis.call('ZCARD', calling)
local left_behind = drives and in_hand or 0
local more, bound = left_behind > TOUCHED_MAX and '1' or '0', ''
local HEAD = 5
local here = { '', '', '', '', '' } -- The reply, whose head comes last: pairs of score in `calling` and entry.
if phase == 'open' and now < tonumber(m[6] or '0') then
  bound = 'opening'
elseif phase == 'open' then
  local cap = math.max(UNIT, per_minute * burst_ms)
  -- A clock that went back pays nothing; a lull saves up one burst and no more.
  local credit = math.min(cap, owed + per_minute * math.max(0, now - bucket_at))
  local floor = in_hand + redis.call('ZCARD', called) + redis.call('ZCARD', shopping)
  local due = math.min(want, floor_max - floor, math.floor(credit / UNIT))
  local room = math.min(due, TOUCHED_MAX - left_behind)
  local taken, touched = 0, 0

  -- Snoozed places hold again once as many have passed as were let pass, or nobody is left to let pass.
  local function wake(entries)
    for _, entry in ipairs(entries) do
      redis.call('ZREM', snoozed, entry)
      local number = redis.call('ZSCORE', passed, entry)
      if number then
        redis.call('ZREM', passed, entry)
        redis.call('ZADD', returned, number, entry)
      end
    end
  end
  local first = redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')[2]
  if first then
    wake(redis.call('ZRANGEBYSCORE', snoozed, '-inf', '(' .. first, 'LIMIT', 0, 100))
  elseif room > 0 then
    wake(redis.call('ZRANGE', snoozed, 0, room - 1))
  end

  -- Answers how many were called; all that left the head are counted into `counter`.
  local function take(set, lane, upto, counter)
    local came, moved = 0, 0
    while came < upto and touched < TOUCHED_MAX do
      local pairs_ = redis.call('ZRANGE', set, 0, math.min(upto - came, TOUCHED_MAX - touched) - 1, 'WITHSCORES')
      if #pairs_ == 0 then break end
      local entries, away, before = {}, {}, #here
      for i = 1, #pairs_, 2 do entries[(i + 1) / 2] = pairs_[i] end
      -- One command for all of them: one for each would take three times as long.
      local seen_at = redis.call('ZMSCORE', seen, unpack(entries))
      redis.call('ZREMRANGEBYRANK', set, 0, #entries - 1)
      redis.call('ZREM', seen, unpack(entries))
      for i, entry in ipairs(entries) do
        local number = pairs_[2 * i]
        if seen_at[i] and tonumber(seen_at[i]) >= now - presence_ms then
          local at = #here
          here[at + 1], here[at + 2] = calling_score(number, lane), entry
        else
          local at = #away
          away[at + 1], away[at + 2] = number, entry
        end
      end
      if #here > before then redis.call('ZADD', calling, unpack(here, before + 1)) end
      if #away > 0 then redis.call('ZADD', passed, unpack(away)) end
      came = came + (#here - before) / 2
      touched = touched + #entries
      moved = moved + #entries
    end
    if counter and moved > 0 then redis.call('HINCRBY', meta, counter, moved) end
    taken = taken + came
    return came
  end

  -- What a lane may take of `places`, and what it carries over: nothing is saved up while nobody stands in it.
  local function share(set, places, percent, carried)
    local due = tonumber(carried or '0') + places * percent
    if redis.call('ZCARD', set) == 0 then return 0, 0 end
    return math.floor(due / 100), due
  end

  if room > 0 then
    take(returned, 1, room)
    local places = room - taken
    local due_priority, carry_priority = share(priority, places, tonumber(m[7] or '0'), m[8])
    local due_slow, carry_slow = share(slow, places, SLOW_LANE_SHARE, m[9])
    local came_priority = take(priority, 2, math.min(due_priority, room - taken), 'moved_priority')
    local came_slow = take(slow, 3, math.min(due_slow, room - taken), 'moved_slow')
    take(line, 0, room - taken, 'moved')
    take(priority, 2, room - taken, 'moved_priority')
    take(slow, 3, room - taken, 'moved_slow')
    redis.call('HSET', meta, 'owed_priority', math.min(100, carry_priority - came_priority * 100),
      'owed_slow', math.min(100, carry_slow - came_slow * 100))
  end
  redis.call('HSET', meta, 'owed', credit - taken * UNIT, 'bucket_at', now)
  -- Cut off by the bound of what is touched, be it in vain or not: a large batch takes several rounds of one tick.
  if taken < due and (touched >= TOUCHED_MAX or (room > 0 and taken == room)) then more = '1' end
  if taken < due then
    bound = 'away'
  elseif floor_max - floor <= due then
    bound = 'floor'
  elseif want <= due then
    bound = 'want'
  end
end
redis.call('HSET', meta, 'ticked_at', now)

local reply = here
if left_behind > 0 then
  reply = { '', '', '', '', '' }
  local in_calling = redis.call('ZRANGE', calling, 0, TOUCHED_MAX - 1, 'WITHSCORES')
  for i = 1, #in_calling, 2 do reply[HEAD + i], reply[HEAD + i + 1] = in_calling[i + 1], in_calling[i] end
end
local entries, count = {}, (#reply - HEAD) / 2
for n = 1, count do entries[n] = reply[HEAD + 2 * n] end
reply[1], reply[2], reply[3], reply[4], reply[5] = head(), more, bound, left_behind == 0 and '1' or '0', tostring(count)
if count > 0 then
  local last = #reply
  for n, known in ipairs(redis.call('HMGET', admitted, unpack(entries))) do
    local calls = known and calls_of(parsed(known), tonumber((place_of(reply[HEAD + 2 * n - 1])))) or 0
    if calls > 0 then
      reply[last + 1], reply[last + 2] = entries[n], tostring(1 + calls)
      last = last + 2
    end
  end
end
return reply
