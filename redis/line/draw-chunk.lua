-- Gives up to 500 members of the frozen lobby their drawn numbers, each in its lane and the ordinary ones under a key of
-- their own: nobody is in line yet. Who left meanwhile is left out. They leave the lobby with it, so that the
-- opening can see that nobody was forgotten. A few commands for all of them: a million are drawn in seconds.
-- ARGV[2..] pairs: entry, number
local no = refusal('ready')
if no then return no end
if redis.call('HGET', meta, 'phase') ~= 'drawing' then return { head() } end
local asked = {}
for i = 2, #ARGV, 2 do asked[#asked + 1] = ARGV[i] end
if #asked == 0 then return { head() } end
local indexes = redis.call('ZMSCORE', lobby, unpack(asked))
local lane_of = {}
if redis.call('EXISTS', lanes) == 1 then lane_of = redis.call('HMGET', lanes, unpack(asked)) end

local here, in_line, in_lane = {}, {}, { priority = {}, slow = {} }
for i, entry in ipairs(asked) do
  if indexes[i] then
    here[#here + 1] = entry
    local target = lane_of[i] and in_lane[lane_of[i]] or in_line
    target[#target + 1] = ARGV[2 * i + 1]
    target[#target + 1] = entry
  end
end
if #in_line > 0 then redis.call('ZADD', drawn, unpack(in_line)) end
for lane, members in pairs(in_lane) do
  if #members > 0 then redis.call('ZADD', beside[lane], unpack(members)) end
end
if #here > 0 then redis.call('ZREM', lobby, unpack(here)) end
return { head() }
