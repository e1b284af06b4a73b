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

-- A set that is not there holds nobody: asked once a script and not once an entry. And writes are kept and done together,
-- one command for all entries: each command is also written to the file, and that was most of what this cost.
local there, kept, dealt = {}, { gone = {}, come = {}, admitted = {} }, {}
for _, set in ipairs({ line, lobby, drawn, calling, called, shopping, returned, passed, priority, slow, snoozed, invited,
                       reserve }) do
  there[set] = redis.call('EXISTS', set) == 1
  kept.gone[set], kept.come[set] = {}, {}
end
local function remove(set, entry)
  if there[set] then table.insert(kept.gone[set], entry) end
end
local function add(set, score, entry)
  table.insert(kept.come[set], score)
  table.insert(kept.come[set], entry)
end
local function write()
  for set, entries in pairs(kept.gone) do
    if #entries > 0 then redis.call('ZREM', set, unpack(entries)) end
    kept.gone[set] = {}
  end
  for set, pairs_ in pairs(kept.come) do
    if #pairs_ > 0 then
      redis.call('ZADD', set, unpack(pairs_))
      there[set] = true
    end
    kept.come[set] = {}
  end
  if #kept.admitted > 0 then redis.call('HSET', admitted, unpack(kept.admitted)) end
  kept.admitted, dealt = {}, {}
end

for i = 2, #ARGV, 7 do
  local entry, number, call_no = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local state, id, deadline, lane = ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]
  local rank = ranks[state]
  if dealt[entry] then write() end -- What an earlier fact of the same batch did to it counts.
  dealt[entry] = true
  local a = admission_of(entry)
  if is_newer(a, number, call_no, rank) then
    -- What this place stood in before; a place of a later number is another one and stays.
    for _, set in ipairs({ line, drawn, returned, passed, calling, priority, slow }) do
      local score = there[set] and redis.call('ZSCORE', set, entry)
      if score and math.floor(tonumber(score)) <= number then
        remove(set, entry)
        if set == passed then remove(snoozed, entry) end
      end
    end
    for _, set in ipairs({ called, shopping, invited }) do remove(set, entry) end
    -- A turn in the line says nothing of the list; only a turn that came from there does. And before the opening only
    -- such turns are given, to winners and to staff: they do not stand in the lobby any more.
    if outside[lane] then for _, set in ipairs({ reserve, lobby }) do remove(set, entry) end end
    table.insert(kept.admitted, entry)
    table.insert(kept.admitted,
      string.format('%.0f|%d|%d|%s|%s|%s|%s', number, call_no, rank, state, id, deadline, lane))
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
    local score = redis.call('ZSCORE', calling, entry)
    if score and math.floor(tonumber(score)) <= a.number then remove(calling, entry) end
  end
end
write()
local reply = { head() }
for i = 2, #ARGV, 7 do reply[#reply + 1] = standing(ARGV[i]) end
return reply
