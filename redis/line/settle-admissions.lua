-- Tells the line what PostgreSQL has decided about entries: called, shopping, missed, finished, ended, back, left. Facts
-- go forward only, by (number, call, rank): a late or repeated one changes nothing, so that reconciling may always run.
-- ARGV[2..] sevens: entry, number, callNo, state, admissionId, deadline ms (0 where there is none), lane
local no = refusal('ready', 'resuming', 'rebuilding')
if no then return no end
local ranks = { called = 1, shopping = 2, missed = 3, finished = 3, ended = 3, back = 4, left = 5 }
-- Turns that take no slot of the floor; domain/lane.ts isOutsideFloor, held equal by a test.
local outside = { passthrough = true, staff = true, raffle = true, reserve = true }

local function is_newer(a, number, call_no, rank)
  if not a then return true end
  if number ~= a.number then return number > a.number end
  if call_no ~= a.call_no then return call_no > a.call_no end
  return rank > a.rank
end

for i = 2, #ARGV, 7 do
  local entry, number, call_no = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local state, id, deadline, lane = ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]
  local rank = ranks[state]
  local a = admission_of(entry)
  if is_newer(a, number, call_no, rank) then
    -- What this place stood in before; a place of a later number is another one and stays.
    for _, set in ipairs({ line, drawn, returned, passed, calling, priority, slow }) do
      local score = redis.call('ZSCORE', set, entry)
      if score and math.floor(tonumber(score)) <= number then
        redis.call('ZREM', set, entry)
        if set == passed then redis.call('ZREM', snoozed, entry) end
      end
    end
    for _, set in ipairs({ called, shopping, invited }) do redis.call('ZREM', set, entry) end
    -- A turn in the line says nothing of the list; only a turn that came from there does. And before the opening only
    -- such turns are given, to winners and to staff: they do not stand in the lobby any more.
    if outside[lane] then for _, set in ipairs({ reserve, lobby }) do redis.call('ZREM', set, entry) end end
    redis.call('HSET', admitted, entry,
      string.format('%.0f|%d|%d|%s|%s|%s|%s', number, call_no, rank, state, id, deadline, lane))
    if state == 'called' then redis.call('ZADD', outside[lane] and invited or called, deadline, entry) end
    if state == 'shopping' then redis.call('ZADD', outside[lane] and invited or shopping, deadline, entry) end
    if state == 'missed' and not outside[lane] then
      -- Once more at the front; after the second call the visitor has to ask.
      redis.call('ZADD', call_no < CALLS_UNASKED_MAX and returned or passed, number, entry)
    end
    if state == 'back' then redis.call('ZADD', returned, number, entry) end
  elseif a.rank <= 2 then
    -- Called or inside already: whoever is marked once more for this place was marked for nothing. With a turn that is
    -- over it is another call, which is on its way to PostgreSQL.
    local score = redis.call('ZSCORE', calling, entry)
    if score and math.floor(tonumber(score)) <= a.number then redis.call('ZREM', calling, entry) end
  end
end
local reply = { head() }
for i = 2, #ARGV, 7 do reply[#reply + 1] = standing(ARGV[i]) end
return reply
