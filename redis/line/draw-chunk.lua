-- Gives up to 500 members of the frozen lobby their drawn numbers, each in its lane and the ordinary ones under a key of
-- their own: nobody is in line yet. Who left meanwhile is left out. They stay in the lobby until the line is opened, so
-- that nobody is told a place before everybody has one. A few commands for all of them: a million are drawn in seconds,
-- the sooner if the numbers rise from chunk to chunk.
-- ARGV[2..] pairs: entry, number
local no = refusal('ready')
if no then return no end
if #ARGV == 1 or redis.call('HGET', meta, 'phase') ~= 'drawing' then return { head() } end
local asked = {}
for i = 2, #ARGV, 2 do asked[#asked + 1] = ARGV[i] end
local indexes = redis.call('ZMSCORE', lobby, unpack(asked))
local lane_of = {}
if redis.call('EXISTS', lanes) == 1 then lane_of = redis.call('HMGET', lanes, unpack(asked)) end

local in_line, in_lane = {}, { priority = {}, slow = {} }
for i, entry in ipairs(asked) do
  if indexes[i] then
    local target = lane_of[i] and in_lane[lane_of[i]] or in_line
    target[#target + 1] = ARGV[2 * i + 1]
    target[#target + 1] = entry
  end
end
if #in_line > 0 then redis.call('ZADD', drawn, unpack(in_line)) end
for lane, members in pairs(in_lane) do
  if #members > 0 then redis.call('ZADD', beside[lane], unpack(members)) end
end
return { head() }
