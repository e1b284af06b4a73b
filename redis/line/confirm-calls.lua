-- Tells the line that a batch of calls is recorded: who was taken for it and still stands in `calling` is called. The same
-- as settle-admissions.lua would do with each call as a fact, in less than half its time: of who was just taken from the
-- line nothing else has to be looked for.
-- ARGV[2] claim by, ms   ARGV[3] id of the batch: that of each call is this and its place, from 001 on
-- ARGV[4..] pairs: entry, 'number|callNo'
local no = refusal('ready', 'resuming', 'rebuilding')
if no then return no end
local claim_by, batch = ARGV[2], ARGV[3]
local entries, count = {}, (#ARGV - 3) / 2
for n = 1, count do entries[n] = ARGV[2 * n + 2] end
local taken = redis.call('ZMSCORE', calling, unpack(entries))
local known = redis.call('HMGET', admitted, unpack(entries))
local gone, come, said = {}, {}, {}
for n = 1, count do
  local entry, call = entries[n], ARGV[2 * n + 3]
  local number, lane = nil, nil
  if taken[n] then number, lane = place_of(taken[n]) end
  -- Told already, or gone, or back with another place: that was decided by something newer.
  local is_same = number and call:sub(1, #number + 1) == number .. '|'
  if is_same and known[n] then
    is_same = is_newer(parsed(known[n]), tonumber(number), tonumber(call:sub(#number + 2)), 1)
  end
  if is_same then
    local at = #gone
    gone[at + 1] = entry
    come[2 * at + 1], come[2 * at + 2] = claim_by, entry
    said[2 * at + 1] = entry
    said[2 * at + 2] = call .. '|1|called|' .. batch .. string.format('%03d', n) .. '|' .. claim_by .. '|' .. LANES[lane]
  end
end
if #gone > 0 then
  redis.call('ZREM', calling, unpack(gone))
  redis.call('ZADD', called, unpack(come))
  redis.call('HSET', admitted, unpack(said))
end
return { head() }
