-- Orders whose money a bank or the provider took back while their units are with the buyer (PAY-15, PAY-18).
alter table "order" drop constraint order_state_check;
alter table "order" add constraint order_state_check
  check (state in ('held', 'paying', 'expiring', 'paid', 'issued', 'preparing', 'shipping', 'delivered', 'confirmed',
                   'return_requested', 'returned', 'lapsed', 'cancelled', 'refund_pending', 'refunded', 'written_off'));
