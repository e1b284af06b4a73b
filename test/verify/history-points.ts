/**
 * An account that pays partly with points, in a sale without a line, in which all is well: one order of which a part went
 * back, with its share of the points; one that lapsed; and points that were held for a reserve that was refused.
 */
const seed = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const pointsStatements: readonly string[] = [
  `insert into account (id, email_index, email_sealed, name_sealed, password_hash) values ('acc_p', 'mail-p', 'x', 'x', 'x')`,
  `insert into sale (id, slug, title, mode, state, currency, opens_at, opened_at, floor_max, admit_per_minute,
     pass_minutes, claim_seconds, hold_minutes, per_visitor_max, draw_seed, draw_seed_hash)
   values ('sal_3', 'shelf', 'Shelf', 'shelf', 'open', 'KRW', at(0), at(0), 3, 600, 10, 30, 10, 2, '${seed}',
     encode(sha256(decode('${seed}', 'hex')), 'hex'))`,
  `insert into tier (id, sale_id, position, name, price_amount, capacity, available, held, sold)
   values ('tier_3', 'sal_3', 0, 'Standing', 12000, 5, 4, 0, 1)`,
  // Sold no more, and never filled.
  `insert into tier (id, sale_id, position, name, price_amount, capacity, available, removed_at)
   values ('tier_3_old', 'sal_3', 1, 'Sitting', 9000, 0, 0, at(5))`,
  `insert into "order" (id, sale_id, visitor_id, account_id, email_index, contact_sealed, state, units, total_amount,
     currency, points_spent, refunded_amount, refunded_points, payment_id, created_at, hold_expires_at, hold_cap_at, paid_at,
     closed_at) values
   ('ord_p1', 'sal_3', 'visitor-points', 'acc_p', 'mail-p', 'x', 'issued', 1, 20000, 'KRW', 4000, 10000, 2000, 'pay_p1',
     at(10), at(610), at(910), at(20), null),
   ('ord_p2', 'sal_3', 'visitor-points', 'acc_p', 'mail-p', 'x', 'lapsed', 1, 11000, 'KRW', 1000, 0, 0, null,
     at(11), at(611), at(911), null, at(612))`,
  `insert into order_line (order_id, line_no, tier_id, quantity, unit_amount, refunded_quantity)
   values ('ord_p1', 1, 'tier_3', 2, 12000, 1), ('ord_p2', 1, 'tier_3', 1, 12000, 0)`,
  `insert into ledger (sale_id, seq, epoch, at, kind, tier_id, order_id, command_id, available_delta, held_delta, sold_delta) values
   ('sal_3', 1, 0, at(-60), 'capacity', 'tier_3', null, 'genesis', 5, 0, 0),
   ('sal_3', 2, 1, at(10), 'reserve', 'tier_3', 'ord_p1', 'cmd_p1', -2, 2, 0),
   ('sal_3', 3, 1, at(11), 'reserve', 'tier_3', 'ord_p2', 'cmd_p2', -1, 1, 0),
   ('sal_3', 4, 1, at(20), 'confirm', 'tier_3', 'ord_p1', 'confirm:pay_p1', 0, -2, 2),
   ('sal_3', 5, 1, at(100), 'part_refund', 'tier_3', 'ord_p1', 'refund:ord_p1:a', 1, 0, -1),
   ('sal_3', 6, 1, at(612), 'lapse', 'tier_3', 'ord_p2', 'due:ord_p2', 1, -1, 0)`,
  `insert into writer_lease (sale_id, holder, epoch, expires_at, ledger_seq) values ('sal_3', 'queue-worker-1', 2, now(), 6)`,
  `insert into command_answer (id, sale_id, body_hash, answer)
   select command_id, 'sal_3', 'hash', jsonb_build_object('outcome', 'granted', 'order',
     jsonb_build_object('id', order_id, 'totalAmount', total_amount))
   from ledger join "order" on "order".id = order_id where kind = 'reserve' and ledger.sale_id = 'sal_3'`,
  `insert into payment (id, order_id, provider, provider_ref, state, amount, currency, created_at, changed_at, captured_at,
     refund_asked, refunded_amount)
   values ('pay_p1', 'ord_p1', 'sandbox', 'rp1', 'succeeded', 20000, 'KRW', at(12), at(20), at(20), 10000, 10000)`,
  `insert into command (sale_id, kind, key, order_id, created_at, done_at, result) values
   ('sal_3', 'confirm', 'confirm:pay_p1', 'ord_p1', at(20), at(20), '{"outcome":"done"}'),
   ('sal_3', 'refund', 'refund:ord_p1:a', 'ord_p1', at(100), at(100), '{"outcome":"done"}')`,
  `insert into part_refund values
   ('refund:ord_p1:a', 'ord_p1', '[{"lineNo":1,"quantity":1}]', 10000, 2000, 'a broken seat', 'staff:stf_1', at(100))`,
  `insert into refund (id, order_id, payment_id, amount, currency, state, key, created_at, closed_at)
   values ('rfd_1', 'ord_p1', 'pay_p1', 10000, 'KRW', 'refunded', 'refund:ord_p1:a', at(100), at(101))`,
  `insert into ticket (id, sale_id, order_id, line_no, unit_no, tier_id, state) values
   ('tic_p1', 'sal_3', 'ord_p1', 1, 1, 'tier_3', 'valid'), ('tic_p2', 'sal_3', 'ord_p1', 1, 2, 'tier_3', 'void')`,
  `insert into points_account values ('acc_p', 'KRW', 8100)`,
  `insert into points_entry (account_id, currency, kind, amount, balance_after, order_id, key, of_amount) values
   ('acc_p', 'KRW', 'earn', 10000, 10000, null, 'earn:an older order', 1000000),
   ('acc_p', 'KRW', 'spend', -4000, 6000, 'ord_p1', 'spend:cmd_p1:1', null),
   ('acc_p', 'KRW', 'spend', -1000, 5000, 'ord_p2', 'spend:cmd_p2:1', null),
   ('acc_p', 'KRW', 'earn', 200, 5200, 'ord_p1', 'earn:ord_p1', 20000),
   ('acc_p', 'KRW', 'giveBack', 1000, 6200, 'ord_p2', 'giveBack:ord_p2:2', null),
   ('acc_p', 'KRW', 'giveBack', 2000, 8200, 'ord_p1', 'giveBack:ord_p1:3', null),
   ('acc_p', 'KRW', 'takeBack', -100, 8100, 'ord_p1', 'takeBack:ord_p1:3', null),
   ('acc_p', 'KRW', 'spend', -500, 7600, null, 'spend:cmd_p3:1', null),
   ('acc_p', 'KRW', 'giveBack', 500, 8100, null, 'giveBack:cmd_p3:1', null)`,
  `insert into points_hold (command_id, account_id, currency, amount, state) values
   ('cmd_p1', 'acc_p', 'KRW', 4000, 'spent'), ('cmd_p2', 'acc_p', 'KRW', 1000, 'spent'),
   ('cmd_p3', 'acc_p', 'KRW', 500, 'released')`,
];
