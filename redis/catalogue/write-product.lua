-- Keeps what is shown of a sale, unless something newer is kept already. Readers of PostgreSQL come here in any order: one that
-- stood still for a second must not put back what another has replaced since (CAT-13). Comparing and writing are one step.
--
-- KEYS: the product
-- ARGV: version (16 digits), the product as text, how long it is kept in ms
-- Reply: 1 where it was written, 0 where the same or something newer was there
local product = KEYS[1]
local version, text, keptMs = ARGV[1], ARGV[2], ARGV[3]

local kept = redis.call('GETRANGE', product, 0, 15)
if kept >= version then return 0 end
redis.call('SET', product, version .. text, 'PX', keptMs)
return 1
