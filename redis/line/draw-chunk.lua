-- Gives up to 500 members of the frozen lobby their drawn numbers, each in its lane and the ordinary ones under a key of
-- their own: nobody is in line yet. Who left meanwhile is left out. They stay in the lobby until the line is opened, so
-- that nobody is told a place before everybody has one. A few commands for all of them: a million are drawn in seconds,
-- the sooner if the numbers rise from chunk to chunk.
-- ARGV[2] how many stood in the lobby when it was read   ARGV[3] how many had come back by then; both empty: not known
-- ARGV[4..] pairs: number, entry
local no = refusal('ready')
if no then return no end
local m = redis.call('HMGET', meta, 'phase', 'came_back')
if #ARGV == 3 or m[1] ~= 'drawing' then return { head() } end
local has_lanes = redis.call('EXISTS', lanes) == 1
-- As many as then, and nobody came back: nobody left either, and nobody has to be looked for.
if not has_lanes and redis.call('ZCARD', lobby) == tonumber(ARGV[2]) and (m[2] or '0') == ARGV[3] then
  redis.call('ZADD', drawn, unpack(ARGV, 4))
  return { head() }
end
local asked = {}
for i = 5, #ARGV, 2 do asked[#asked + 1] = ARGV[i] end
local indexes = redis.call('ZMSCORE', lobby, unpack(asked))
local lane_of = {}
if has_lanes then lane_of = redis.call('HMGET', lanes, unpack(asked)) end

local in_line, in_lane = {}, { priority = {}, slow = {} }
for i, entry in ipairs(asked) do
  if indexes[i] then
    local target = lane_of[i] and in_lane[lane_of[i]] or in_line
    target[#target + 1] = ARGV[2 * i + 2]
    target[#target + 1] = entry
  end
end
if #in_line > 0 then redis.call('ZADD', drawn, unpack(in_line)) end
for lane, members in pairs(in_lane) do
  if #members > 0 then redis.call('ZADD', beside[lane], unpack(members)) end
end
return { head() }
