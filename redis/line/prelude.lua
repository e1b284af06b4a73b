-- Stands at the head of every line script: the sale's keys by name, the gate of the generation, one entry's standing.
--
-- KEYS, all of one sale and so in one slot:
--   meta      hash  generation, status, phase, next, block_end, moved, pace settings, bucket
--   line      zset  entry -> number; the ordinary line
--   lobby     zset  entry -> index; who came before the opening
--   drawn     zset  entry -> number; the line while it is being built from the lobby
--   calling   zset  entry -> number + lane / 8; taken from the head, not yet in PostgreSQL
--   called    zset  entry -> claim by, ms
--   shopping  zset  entry -> pass ends at, ms
--   returned  zset  entry -> number; passed over, unanswered, snoozed or given a turn back: called before the line
--   passed    zset  entry -> number; passed over, or snoozed
--   seen      zset  entry -> ms; who showed up near the front
--   admitted  hash  entry -> 'number|callNo|rank|state|admissionId|deadline|lane': what PostgreSQL decided last
--   priority  zset  entry -> number; the lane that has a share of every batch
--   slow      zset  entry -> number; the lane of joins that are to be checked
--   snoozed   zset  entry -> number of the last one it lets pass; its own number is in `passed`
--   invited   zset  entry -> deadline, ms; called or inside without a slot of the floor (raffle, reserve list, staff)
--   reserve   zset  entry -> number in the reserve list
--   lanes     hash  entry -> lane, of lobby members who will not stand in the ordinary line
-- ARGV[1] generation that the caller believes in; the rest is each script's own.
local meta, line, lobby, drawn = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local calling, called, shopping, returned = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local passed, seen, admitted = KEYS[9], KEYS[10], KEYS[11]
local priority, slow, snoozed = KEYS[12], KEYS[13], KEYS[14]
local invited, reserve, lanes = KEYS[15], KEYS[16], KEYS[17]
local generation = ARGV[1]

-- Near the front presence counts; who joins a shorter line than this is near at once.
local NEAR = 5000
-- Unanswered calls before the visitor has to ask; domain/limits.ts CALLS_UNASKED_MAX, held equal by a test.
local CALLS_UNASKED_MAX = 2

-- Waiting lanes beside the ordinary line, and how `calling` remembers where somebody was taken from.
local beside = { priority = priority, slow = slow }
local LANES = { [0] = 'ordinary', 'returned', 'priority', 'slow' }
local function calling_score(number, lane)
  return lane == 0 and number or string.format('%.3f', number + lane / 8)
end

-- The other way: a number's text, and the lane. Most are of the ordinary line, whose score is the number.
local find = string.find
local function place_of(score)
  if not find(score, '.', 1, true) then return score, 0 end
  local number = math.floor(tonumber(score))
  return string.format('%.0f', number), (tonumber(score) - number) * 8
end

local function now_ms()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

-- Error to answer when the line must not be touched: another generation, or not yet rebuilt.
local function refusal(...)
  local have = redis.call('HMGET', meta, 'generation', 'status')
  if have[1] ~= generation then return redis.error_reply('STALE generation ' .. tostring(have[1])) end
  for _, status in ipairs({...}) do
    if have[2] == status then return nil end
  end
  return redis.error_reply('STALE status ' .. tostring(have[2]))
end

-- A value of `admitted`; numbers as numbers, nil where PostgreSQL never spoke.
local function parsed(text)
  if not text then return nil end
  local number, call_no, rank, state, id, deadline, lane =
    text:match('^(%d+)|(%d+)|(%d+)|(%a+)|([^|]*)|(%d+)|(%a+)$')
  return { number = tonumber(number), call_no = tonumber(call_no), rank = tonumber(rank),
           state = state, id = id, deadline = deadline, lane = lane }
end

-- Entries that will be asked for, all of them: each set is then asked once for them all, when the first is wanted from it,
-- and not once an entry. What was asked holds until a script writes; it looks anew then.
local looked_at, found = nil, {}
local function look_at(entries)
  looked_at, found = entries, {}
end

local function found_in(key, command)
  if not found[key] then
    local of = {}
    -- One that is not there holds nobody.
    if #looked_at > 0 and redis.call('EXISTS', key) == 1 then
      local values = redis.call(command, key, unpack(looked_at))
      for i, entry in ipairs(looked_at) do of[entry] = values[i] end
    end
    found[key] = of
  end
  return found[key]
end

local function score_in(set, entry)
  if not looked_at then return redis.call('ZSCORE', set, entry) end
  return found_in(set, 'ZMSCORE')[entry]
end

local function value_in(hash, entry)
  if not looked_at then return redis.call('HGET', hash, entry) end
  return found_in(hash, 'HMGET')[entry]
end

-- What PostgreSQL said last of an entry.
local function admission_of(entry) return parsed(value_in(admitted, entry)) end

-- Calls so far for this place; an older place's are its own.
local function calls_of(a, number) return a and a.number == number and a.call_no or 0 end

-- Whether a fact goes beyond what the line was told last: by number, call, and how far a turn has come.
local function is_newer(a, number, call_no, rank)
  if not a then return true end
  if number ~= a.number then return number > a.number end
  if call_no ~= a.call_no then return call_no > a.call_no end
  return rank > a.rank
end

-- A value of `admitted`.
local function admission_text(number, call_no, rank, state, id, deadline, lane)
  return number .. '|' .. call_no .. '|' .. rank .. '|' .. state .. '|' .. id .. '|' .. deadline .. '|' .. lane
end

-- 'phase|moved|waiting|lobby|generation|moved, waiting of priority|moved, waiting of slow'
local function head()
  local m = redis.call('HMGET', meta, 'phase', 'moved', 'moved_priority', 'moved_slow')
  local waiting = redis.call('ZCARD', line)
  -- While the lobby is drawn its members stand in both; whoever came behind it stands in the drawn line alone.
  if m[1] == 'drawing' then waiting = math.max(0, redis.call('ZCARD', drawn) - redis.call('ZCARD', lobby)) end
  return table.concat({ m[1], m[2] or '0', waiting, redis.call('ZCARD', lobby), generation,
    m[3] or '0', redis.call('ZCARD', priority), m[4] or '0', redis.call('ZCARD', slow) }, '|')
end

local function text(state, number, ahead, deadline, call_no, id, lane)
  return state .. '|' .. string.format('%.0f', number) .. '|' .. ahead .. '|' .. deadline .. '|' .. call_no .. '|'
    .. id .. '|' .. lane
end

-- Most of those who ask stand here: put together at once, of a score that is the text of a whole number.
local function in_line(entry, number, calls)
  return 'waiting|' .. number .. '|' .. redis.call('ZRANK', line, entry) .. '|0|' .. calls .. '||ordinary'
end

-- 'state|number|ahead|deadline|callNo|admissionId|lane'; ahead -1 where there is no order, deadline 0 where there is none.
-- A turn that is over also says how: '|finished', '|ended' or '|missed'; a snooze, the number of the last it lets pass.
local function standing(entry)
  local number = score_in(line, entry)
  if number then return in_line(entry, number, calls_of(admission_of(entry), tonumber(number))) end
  local index = score_in(lobby, entry)
  if index then
    return text('lobby', tonumber(index), -1, 0, 0, '', value_in(lanes, entry) or 'ordinary')
  end
  local a = admission_of(entry)
  if a and (a.state == 'called' or a.state == 'shopping') then
    return text(a.state, a.number, 0, a.deadline, a.call_no, a.id, a.lane)
  end
  number = score_in(calling, entry)
  if number then
    number = math.floor(tonumber(number))
    return text('calling', number, 0, 0, calls_of(a, number), '', 'ordinary')
  end
  number = tonumber(score_in(returned, entry))
  if number then
    local id = a and a.number == number and a.state == 'back' and a.id or ''
    return text('returned', number, 0, 0, calls_of(a, number), id, 'returned')
  end
  number = tonumber(score_in(passed, entry))
  if number then
    local calls = calls_of(a, number)
    local wake = score_in(snoozed, entry)
    if wake then
      local ahead = redis.call('ZCOUNT', line, '-inf', wake)
      return text('snoozed', number, ahead, 0, calls, '', 'ordinary') .. '|' .. wake
    end
    return text('passedOver', number, 0, 0, calls, '', 'ordinary')
  end
  for lane, set in pairs(beside) do
    number = score_in(set, entry)
    if number then
      number = tonumber(number)
      return text('waiting', number, redis.call('ZRANK', set, entry), 0, calls_of(a, number), '', lane)
    end
  end
  number = score_in(reserve, entry)
  if number then return text('reserve', tonumber(number), redis.call('ZRANK', reserve, entry), 0, 0, '', 'reserve') end
  number = score_in(drawn, entry)
  if number then return text('waiting', tonumber(number), -1, 0, 0, '', 'ordinary') end
  -- A turn of the reserve list or a raffle that went by is over like one that was used.
  if a and (a.state == 'finished' or a.state == 'ended' or a.state == 'missed') then
    return text('finished', a.number, -1, 0, a.call_no, a.id, a.lane) .. '|' .. a.state
  end
  return text('none', 0, -1, 0, 0, '', 'ordinary')
end

-- The head, and where each of these stands now.
local function answer_for(entries)
  look_at(entries)
  local numbers, said = found_in(line, 'ZMSCORE'), found_in(admitted, 'HMGET')
  local reply = { head() }
  for i, entry in ipairs(entries) do
    local number = numbers[entry]
    reply[i + 1] = number and not said[entry] and in_line(entry, number, 0) or standing(entry)
  end
  return reply
end

local function answer(first) return answer_for({ unpack(ARGV, first) }) end

local function is_none(entry) return standing(entry):sub(1, 5) == 'none|' end

-- Those of many entries that stand nowhere, as a set.
local function strangers(entries)
  look_at(entries)
  local strange = {}
  for _, entry in ipairs(entries) do strange[entry] = true end
  for _, set in ipairs({ line, lobby, calling, returned, passed, priority, slow, reserve, drawn }) do
    for entry, score in pairs(found_in(set, 'ZMSCORE')) do
      if score then strange[entry] = nil end
    end
  end
  for entry, said in pairs(found_in(admitted, 'HMGET')) do
    if said and strange[entry] and not is_none(entry) then strange[entry] = nil end
  end
  return strange
end
