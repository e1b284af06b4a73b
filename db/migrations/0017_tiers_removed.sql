-- Tiers that are removed (CAT-17). One that nobody ever bought, held or noted goes; any other stays for its orders and is on
-- sale no more: nothing of it is free or held from then on, and units that come back leave its capacity.

alter table tier
  add column removed_at timestamptz,
  add constraint tier_removed check (removed_at is null or (available = 0 and held = 0));

alter table command drop constraint command_kind_check;
alter table command add constraint command_kind_check
  check (kind in ('confirm', 'release', 'lapse', 'refund', 'return', 'take_back', 'adjust', 'remove_tier'));

-- What is shown of a sale changes with it.
drop trigger tier_of_sale on tier;
create trigger tier_of_sale
  after insert or delete or update of name, price_amount, list_price_amount, attributes, position, removed_at on tier
  for each row execute function touch_sale();
