-- rebuilding -> resuming -> ready.
-- ARGV[2] status
local no = refusal('rebuilding', 'resuming', 'ready')
if no then return no end
redis.call('HSET', meta, 'status', ARGV[2])
return { head() }
