-- Tells the line what PostgreSQL has decided about entries: called, shopping, missed, finished, ended, back, left. Facts
-- go forward only, by (number, call, rank): a late or repeated one changes nothing, so that reconciling may always run.
-- ARGV[2] '1' where the standings are to be answered: whoever tells a thousand calls does not ask where each now stands.
-- ARGV[3..] sevens: entry, number, callNo, state, admissionId, deadline ms (0 where there is none), lane
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
local WAITING, WRITTEN = 1, 2 -- How an entry of this batch was dealt with: kept for the next write, or written.
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
  kept.admitted = {}
  for entry in pairs(dealt) do dealt[entry] = WRITTEN end
end

-- What stands before the first write, asked of each set once for all entries. An entry that comes twice is asked again.
local FIRST = 3
local entries, admissions, scores = {}, {}, {}
for i = FIRST, #ARGV, 7 do entries[#entries + 1] = ARGV[i] end
if #entries > 0 then
  admissions = redis.call('HMGET', admitted, unpack(entries))
  for _, set in ipairs({ line, drawn, returned, passed, calling, priority, slow }) do
    if there[set] then scores[set] = redis.call('ZMSCORE', set, unpack(entries)) end
  end
end

for i = FIRST, #ARGV, 7 do
  local at = (i - FIRST) / 7 + 1
  local entry, number, call_no = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local state, id, deadline, lane = ARGV[i + 3], ARGV[i + 4], ARGV[i + 5], ARGV[i + 6]
  local rank = ranks[state]
  local is_again = dealt[entry] ~= nil
  if dealt[entry] == WAITING then write() end -- What an earlier fact of the same batch did to it counts.
  dealt[entry] = WAITING
  local a
  if is_again then a = admission_of(entry) else a = parsed(admissions[at]) end
  local function score_in(set)
    if not there[set] then return false end
    if is_again or not scores[set] then return redis.call('ZSCORE', set, entry) end
    return scores[set][at]
  end
  if is_newer(a, number, call_no, rank) then
    -- What this place stood in before; a place of a later number is another one and stays.
    for _, set in ipairs({ line, drawn, returned, passed, calling, priority, slow }) do
      local score = score_in(set)
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
    local score = score_in(calling)
    if score and math.floor(tonumber(score)) <= a.number then remove(calling, entry) end
  end
end
write()
local reply = { head() }
if ARGV[2] == '1' then
  for _, entry in ipairs(entries) do reply[#reply + 1] = standing(entry) end
end
return reply
