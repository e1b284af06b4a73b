-- Tells the line that a batch of calls is recorded: who was taken for it and still stands in `calling` is called. The same
-- as settle-admissions.lua would do with each call as a fact, in less than half its time: of who was just taken from the
-- line nothing else has to be looked for.
-- ARGV[2] claim by, ms   ARGV[3] id of the batch: that of each call is this and its place, from 001 on   ARGV[4] how many
-- ARGV[5..] the entries, then their numbers, then pairs of a place in the batch and the number of its call, where it is not
-- the first
local no = refusal('ready', 'resuming', 'rebuilding')
if no then return no end
local count, BEFORE = tonumber(ARGV[4]), 4
local taken = redis.call('ZMSCORE', calling, unpack(ARGV, BEFORE + 1, BEFORE + count))
local known = redis.call('HMGET', admitted, unpack(ARGV, BEFORE + 1, BEFORE + count))
local call_nos = {}
for at = BEFORE + 2 * count + 1, #ARGV, 2 do call_nos[tonumber(ARGV[at])] = ARGV[at + 1] end
-- What all texts of a lane have in common.
local middle, ends, format = '|1|called|' .. ARGV[3], {}, string.format
for lane, name in pairs(LANES) do ends[lane] = '|' .. ARGV[2] .. '|' .. name end
local gone, come, said, told = {}, {}, {}, 0
for n = 1, count do
  local entry, number, score = ARGV[BEFORE + n], ARGV[BEFORE + count + n], taken[n]
  -- Told already, or gone, or back with another place: that was decided by something newer.
  local is_same, lane = score == number, 0
  if score and not is_same then
    local own = nil
    own, lane = place_of(score)
    is_same = own == number
  end
  local call_no = call_nos[n] or '1'
  if is_same and known[n] then is_same = is_newer(parsed(known[n]), tonumber(number), tonumber(call_no), 1) end
  if is_same then
    gone[told + 1] = entry
    come[2 * told + 1], come[2 * told + 2] = ARGV[2], entry
    said[2 * told + 1] = entry
    said[2 * told + 2] = number .. '|' .. call_no .. middle .. format('%03d', n) .. ends[lane]
    told = told + 1
  end
end
if told > 0 then
  redis.call('ZREM', calling, unpack(gone))
  redis.call('ZADD', called, unpack(come))
  redis.call('HSET', admitted, unpack(said))
end
return { head() }
