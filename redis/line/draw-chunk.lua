-- Gives up to 500 members of the frozen lobby their drawn numbers, under a key of its own: nobody is in line yet.
-- Who left meanwhile is left out. Repeating it writes the same.
-- ARGV[2..] pairs: entry, number
local no = refusal('ready')
if no then return no end
if redis.call('HGET', meta, 'phase') ~= 'drawing' then return { head() } end
for i = 2, #ARGV, 2 do
  if redis.call('ZSCORE', lobby, ARGV[i]) then redis.call('ZADD', drawn, ARGV[i + 1], ARGV[i]) end
end
return { head() }
