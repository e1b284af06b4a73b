-- Exact standings of up to 500 entries, and the head of the line. Changes nothing.
-- ARGV[2..] entries
local no = refusal('ready', 'resuming')
if no then return no end
return answer(2)
