-- Money that goes back for goods that were sent, while the units stay with the buyer (PAY-26): such units are counted apart
-- from those that came back into stock, and are never sent back.

alter table order_line
  add column repaid_quantity integer not null default 0,
  add constraint order_line_repaid check (repaid_quantity >= 0 and refunded_quantity + repaid_quantity <= quantity);

alter table part_refund add column units_stay boolean not null default false;
