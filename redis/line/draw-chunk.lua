-- Gives up to 500 members of the frozen lobby their drawn numbers, each in its lane and the ordinary ones under a key of
-- their own: nobody is in line yet. Who left meanwhile is left out. They leave the lobby with it, so that the
-- opening can see that nobody was forgotten.
-- ARGV[2..] pairs: entry, number
local no = refusal('ready')
if no then return no end
if redis.call('HGET', meta, 'phase') ~= 'drawing' then return { head() } end
local has_lanes = redis.call('EXISTS', lanes) == 1
for i = 2, #ARGV, 2 do
  local entry = ARGV[i]
  if redis.call('ZREM', lobby, entry) == 1 then
    local lane = has_lanes and redis.call('HGET', lanes, entry)
    redis.call('ZADD', lane and beside[lane] or drawn, ARGV[i + 1], entry)
  end
end
return { head() }
