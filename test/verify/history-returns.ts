/**
 * Delivered goods that came back, in a sale without a line, in which all is well: an order of three of which two were taken
 * back by two returns, one return was refused, and the last unit is asked back right now; and one that came back as a whole.
 */
const seed = 'a0b1c2d3e4f5061728394a5b6c7d8e9f';

export const returnsStatements: readonly string[] = [
  `insert into sale (id, slug, title, mode, state, fulfilment, currency, opens_at, opened_at, floor_max,
     admit_per_minute, pass_minutes, claim_seconds, hold_minutes, per_visitor_max, draw_seed, draw_seed_hash)
   values ('sal_4', 'goods', 'Goods', 'shelf', 'open', 'shipping', 'KRW', at(0), at(0), 3, 600, 10, 30, 10, 4, '${seed}',
     encode(sha256(decode('${seed}', 'hex')), 'hex'))`,
  `insert into tier (id, sale_id, position, name, price_amount, capacity, available, held, sold)
   values ('tier_4', 'sal_4', 0, 'Cup', 5000, 9, 8, 0, 1)`,
  `insert into "order" (id, sale_id, visitor_id, email_index, contact_sealed, state, units, total_amount, currency,
     refunded_amount, payment_id, created_at, hold_expires_at, hold_cap_at, paid_at, closed_at, returns_until) values
   ('ord_r1', 'sal_4', 'visitor-goods-1', 'mail-r1', 'x', 'return_requested', 1, 15000, 'KRW', 10000, 'pay_r1',
     at(10), at(610), at(910), at(20), null, at(90000)),
   ('ord_r2', 'sal_4', 'visitor-goods-2', 'mail-r2', 'x', 'refunded', 1, 5000, 'KRW', 0, 'pay_r2',
     at(11), at(611), at(911), at(21), at(400), at(90000))`,
  `insert into order_line (order_id, line_no, tier_id, quantity, unit_amount, refunded_quantity)
   values ('ord_r1', 1, 'tier_4', 3, 5000, 2), ('ord_r2', 1, 'tier_4', 1, 5000, 0)`,
  `insert into ledger (sale_id, seq, epoch, at, kind, tier_id, order_id, command_id, available_delta, held_delta, sold_delta) values
   ('sal_4', 1, 0, at(-60), 'capacity', 'tier_4', null, 'genesis', 9, 0, 0),
   ('sal_4', 2, 1, at(10), 'reserve', 'tier_4', 'ord_r1', 'cmd_r1', -3, 3, 0),
   ('sal_4', 3, 1, at(11), 'reserve', 'tier_4', 'ord_r2', 'cmd_r2', -1, 1, 0),
   ('sal_4', 4, 1, at(20), 'confirm', 'tier_4', 'ord_r1', 'confirm:pay_r1', 0, -3, 3),
   ('sal_4', 5, 1, at(21), 'confirm', 'tier_4', 'ord_r2', 'confirm:pay_r2', 0, -1, 1),
   ('sal_4', 6, 1, at(200), 'return', 'tier_4', 'ord_r1', 'return:ret_1', 1, 0, -1),
   ('sal_4', 7, 1, at(210), 'return', 'tier_4', 'ord_r1', 'return:ret_2', 1, 0, -1),
   ('sal_4', 8, 1, at(300), 'return', 'tier_4', 'ord_r2', 'return:ret_5', 1, 0, -1)`,
  `insert into writer_lease (sale_id, holder, epoch, expires_at, ledger_seq) values ('sal_4', 'queue-worker-1', 2, now(), 8)`,
  `insert into command_answer (id, sale_id, body_hash, answer)
   select command_id, 'sal_4', 'hash', jsonb_build_object('outcome', 'granted', 'order',
     jsonb_build_object('id', order_id, 'totalAmount', total_amount))
   from ledger join "order" on "order".id = order_id where kind = 'reserve' and ledger.sale_id = 'sal_4'`,
  `insert into payment (id, order_id, provider, provider_ref, state, amount, currency, created_at, changed_at, captured_at,
     refunded_at, refund_asked, refunded_amount) values
   ('pay_r1', 'ord_r1', 'sandbox', 'rr1', 'succeeded', 15000, 'KRW', at(12), at(20), at(20), null, 10000, 10000),
   ('pay_r2', 'ord_r2', 'sandbox', 'rr2', 'refunded', 5000, 'KRW', at(13), at(400), at(21), at(400), 5000, 5000)`,
  `insert into command (sale_id, kind, key, order_id, created_at, done_at, result)
   select 'sal_4', case kind when 'return' then 'take_back' else kind end, command_id, order_id, at, at, '{"outcome":"done"}'
   from ledger where sale_id = 'sal_4' and kind in ('confirm', 'return')`,
  `insert into outbox (sale_id, topic, key, payload, created_at, relayed_at, done_at)
   values ('sal_4', 'payment_refund', 'refund:pay_r2', '{"paymentId":"pay_r2"}', at(300), at(300), at(301))`,
  `insert into part_refund values
   ('return:ret_1', 'ord_r1', '[{"lineNo":1,"quantity":1}]', 5000, 0, 'returned', 'staff:stf_1', at(200)),
   ('return:ret_2', 'ord_r1', '[{"lineNo":1,"quantity":1}]', 5000, 0, 'returned', 'shipping', at(210))`,
  `insert into refund (id, order_id, payment_id, amount, currency, state, key, created_at, closed_at) values
   ('rfd_r1', 'ord_r1', 'pay_r1', 5000, 'KRW', 'refunded', 'return:ret_1', at(200), at(201)),
   ('rfd_r2', 'ord_r1', 'pay_r1', 5000, 'KRW', 'refunded', 'return:ret_2', at(210), at(211)),
   ('pay_r2', 'ord_r2', 'pay_r2', 5000, 'KRW', 'refunded', 'rest:pay_r2', at(300), at(400))`,
  `insert into order_return (id, order_id, lines, reason, state, asked_at, due_at, decided_at, decided_by, answer, command_key) values
   ('ret_1', 'ord_r1', '[{"lineNo":1,"quantity":1}]', 'r', 'taken_back', at(100), null, at(200), 'staff:stf_1', null, 'return:ret_1'),
   ('ret_2', 'ord_r1', '[{"lineNo":1,"quantity":1}]', 'r', 'taken_back', at(101), null, at(210), 'shipping', null, 'return:ret_2'),
   ('ret_3', 'ord_r1', '[{"lineNo":1,"quantity":1}]', 'r', 'refused', at(102), null, at(220), 'staff:stf_1', 'worn', null),
   ('ret_4', 'ord_r1', '[{"lineNo":1,"quantity":1}]', 'r', 'asked', at(230), at(90000), null, null, null, null),
   ('ret_5', 'ord_r2', '[{"lineNo":1,"quantity":1}]', 'r', 'taken_back', at(103), null, at(300), 'shipping', null, 'return:ret_5')`,
];
