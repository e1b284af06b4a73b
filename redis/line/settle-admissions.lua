-- Tells the line what PostgreSQL has decided about entries: called, shopping, missed, finished, ended, back, left. Facts
-- go forward only, by (number, call, rank): a late or repeated one changes nothing, so that reconciling may always run.
-- ARGV[2] '1' where the standings are to be answered: whoever tells a thousand calls does not ask where each now stands.
-- ARGV[3..] sevens: entry, number, callNo, state, admissionId, deadline ms (0 where there is none), lane
local no = refusal('ready', 'resuming', 'rebuilding')
if no then return no end
local ranks = { called = 1, shopping = 2, missed = 3, finished = 3, ended = 3, back = 4, left = 5 }
-- Turns that take no slot of the floor; domain/lane.ts isOutsideFloor, held equal by a test.
local outside = { passthrough = true, staff = true, raffle = true, reserve = true }

-- Where an entry may stand or be invited; asked of each set once for all entries.
local FIRST = 3
local entries = {}
for i = FIRST, #ARGV, 7 do entries[#entries + 1] = ARGV[i] end
local places, turns = {}, {}
local function look()
  look_at(entries)
  places, turns = {}, {}
  local function keep(list, sets)
    for _, set in ipairs(sets) do
      local scores = found_in(set, 'ZMSCORE')
      if next(scores) then list[#list + 1] = { set = set, scores = scores } end
    end
  end
  keep(places, { line, drawn, returned, passed, calling, priority, slow })
  keep(turns, { called, shopping, invited })
end
look()

-- Writes are kept and done together, one command for all entries: each command is also written to the file, and that was
-- most of what this cost.
local gone, come, said, is_kept = {}, {}, {}, {}
local function remove(set, entry)
  local of = gone[set] or {}
  gone[set] = of
  of[#of + 1] = entry
end
local function add(set, score, entry)
  local of = come[set] or {}
  come[set] = of
  local at = #of
  of[at + 1], of[at + 2] = score, entry
end
local function write()
  for set, of in pairs(gone) do redis.call('ZREM', set, unpack(of)) end
  for set, of in pairs(come) do redis.call('ZADD', set, unpack(of)) end
  if #said > 0 then redis.call('HSET', admitted, unpack(said)) end
  gone, come, said, is_kept = {}, {}, {}, {}
end

for n, entry in ipairs(entries) do
  local i = FIRST + (n - 1) * 7
  local number, call_no, state, lane = tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3], ARGV[i + 6]
  local rank = ranks[state]
  -- What an earlier fact of the same batch did to it counts.
  if is_kept[entry] then
    write()
    look()
  end
  is_kept[entry] = true
  local a = admission_of(entry)
  if is_newer(a, number, call_no, rank) then
    -- What this place stood in before; a place of a later number is another one and stays.
    for _, place in ipairs(places) do
      local score = place.scores[entry]
      if score and math.floor(tonumber(score)) <= number then
        remove(place.set, entry)
        if place.set == passed then remove(snoozed, entry) end
      end
    end
    for _, turn in ipairs(turns) do
      if turn.scores[entry] then remove(turn.set, entry) end
    end
    -- A turn in the line says nothing of the list; only a turn that came from there does. And before the opening only
    -- such turns are given, to winners and to staff: they do not stand in the lobby any more.
    if outside[lane] then
      for _, set in ipairs({ reserve, lobby }) do
        if score_in(set, entry) then remove(set, entry) end
      end
    end
    local deadline = ARGV[i + 5]
    local at = #said
    said[at + 1] = entry
    said[at + 2] = admission_text(ARGV[i + 1], call_no, rank, state, ARGV[i + 4], deadline, lane)
    if state == 'called' then add(outside[lane] and invited or called, deadline, entry) end
    if state == 'shopping' then add(outside[lane] and invited or shopping, deadline, entry) end
    if state == 'missed' and not outside[lane] then
      -- Once more at the front; after the second call the visitor has to ask.
      add(call_no < CALLS_UNASKED_MAX and returned or passed, number, entry)
    end
    if state == 'back' then add(returned, number, entry) end
  elseif a.rank <= 2 then
    -- Called or inside already: whoever is marked once more for this place was marked for nothing. With a turn that is
    -- over it is another call, which is on its way to PostgreSQL.
    local score = score_in(calling, entry)
    if score and math.floor(tonumber(score)) <= a.number then remove(calling, entry) end
  end
end
write()
if ARGV[2] == '1' then return answer_for(entries) end
return { head() }
