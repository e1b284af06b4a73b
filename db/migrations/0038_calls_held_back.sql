-- Why the latest tick of admission called no more visitors than it did (PAC-18): what an operator asks first when a line
-- stands still. Null where nothing held it back, or nobody has looked yet.
alter table pace_seen add column held_back text
  constraint pace_seen_held_back check (held_back in ('floor', 'allHeld', 'promised', 'undecided', 'away', 'opening'));
