/** Corruptions of stock, orders and money: one for each invariant, each as small as it can be. */
import { type Corruption, drop, tierChecks } from './corruption.ts';

/** Of a visitor who has bought all that the limit allows, by another address; all that belongs to it is as it should be. */
const secondOrder: readonly string[] = [
  'update sale set per_visitor_max = 1',
  `insert into "order" select 'ord_6', sale_id, visitor_id, admission_id, null, 'mail-7', 'x', null, state, units,
     total_amount, currency, late, created_at, hold_expires_at, hold_cap_at from "order" where id = 'ord_5'`,
  `insert into order_line values ('ord_6', 1, 'tier_1', 1, 12000)`,
  `insert into ledger values ('sal_1', 14, 2, at(3590), 'reserve', 'tier_1', 'ord_6', 'cmd_6', -1, 1, 0)`,
  `insert into command_answer values ('cmd_6', 'sal_1', 'hash', '{"outcome":"granted","order":{"id":"ord_6","totalAmount":12000}}')`,
  `update writer_lease set ledger_seq = 14 where sale_id = 'sal_1'`,
  `update tier set available = available - 1, held = held + 1 where sale_id = 'sal_1'`,
];

export const orderCorruptions: readonly Corruption[] = [
  {
    breaks: 'tier-sums',
    plants: 'a unit too many in tier and ledger alike',
    by: [
      ...tierChecks,
      'update tier set available = available + 1 where removed_at is null',
      'update ledger set available_delta = available_delta + 1 where seq = 1',
    ],
  },
  {
    breaks: 'ledger-fold',
    plants: 'a first ledger row that says one unit more',
    by: ['update ledger set available_delta = available_delta + 1 where seq = 1'],
  },
  {
    breaks: 'stock-in-orders',
    plants: 'a held unit that no order holds',
    by: [
      `update tier set available = available - 1, held = held + 1 where sale_id = 'sal_1'`,
      `update ledger set available_delta = available_delta - 1, held_delta = held_delta + 1
       where seq = 1 and sale_id = 'sal_1'`,
    ],
  },
  {
    breaks: 'sold-out-state',
    plants: 'a sale called sold out with units left',
    by: [`update sale set state = 'soldOut'`],
  },
  {
    breaks: 'removed-tiers',
    plants: 'a unit that is free of a tier that nobody can buy',
    by: [
      ...drop('tier', 'tier_removed'),
      `update tier set capacity = 1, available = 1 where id = 'tier_3_old'`,
      `insert into ledger values ('sal_3', 7, 2, at(700), 'capacity', 'tier_3_old', null, 'adjust:x', 1, 0, 0)`,
      `update writer_lease set ledger_seq = 7 where sale_id = 'sal_3'`,
    ],
  },
  {
    breaks: 'removed-tiers',
    plants: 'a sale without a tier',
    by: [
      `update ledger set available_delta = 1 where seq = 1 and sale_id = 'sal_4'`,
      `update tier set capacity = 1, available = 0, removed_at = at(1) where id = 'tier_4'`,
      `update sale set state = 'soldOut' where id = 'sal_4'`,
    ],
  },
  {
    breaks: 'order-totals',
    plants: 'an order that counts a unit more than its lines',
    by: [`update "order" set units = units + 1 where id = 'ord_5'`],
  },
  {
    breaks: 'paid-means-sold',
    plants: 'a confirmation booked on another order',
    by: [
      // Two movements change places: each order's steps still follow each other, the sums stay what they were.
      `update ledger set held_delta = held_delta - 1, sold_delta = sold_delta + 1 where kind = 'confirm' and order_id = 'ord_1'`,
      `update ledger set held_delta = held_delta + 1, sold_delta = sold_delta - 1 where kind = 'confirm' and order_id = 'ord_4'`,
    ],
  },
  {
    breaks: 'no-way-back',
    plants: 'a cancelled and paid again order',
    by: [`update ledger set kind = 'cancel' where order_id = 'ord_2' and kind = 'lapse'`],
  },
  {
    breaks: 'tickets-per-unit',
    plants: 'a ticket that still opens a door after the refund',
    by: [`update ticket set state = 'valid' where order_id = 'ord_3' and unit_no = 1`],
  },
  {
    breaks: 'tickets-issued',
    plants: 'a paid order whose tickets never came',
    by: [
      `update "order" set state = 'paid' where id = 'ord_4'`,
      `delete from ticket where order_id = 'ord_4'`,
    ],
  },
  {
    breaks: 'money-per-order',
    plants: 'two payments kept for one order, in the till as one',
    by: [
      `insert into payment (id, order_id, provider, state, amount, currency) values ('pay_9', 'ord_1', 'sandbox', 'succeeded', 12000, 'KRW')`,
    ],
  },
  {
    breaks: 'money-sum',
    plants: 'a capture that a later "declined" painted over',
    by: [`update payment set captured_at = created_at where id = 'pay_0'`],
  },
  {
    breaks: 'refunds-once',
    plants: 'a second refund of one payment',
    by: [
      `insert into outbox (sale_id, topic, key, payload, done_at) values ('sal_1', 'payment_refund', 'again', '{"paymentId":"pay_3"}', now())`,
    ],
  },
  {
    breaks: 'refunds-finished',
    plants: 'a refund that never came back',
    by: [`update payment set state = 'refund_pending', refunded_at = null where id = 'pay_5'`],
  },
  {
    breaks: 'limit-per-visitor',
    plants: 'two orders of one visitor over the limit, by two addresses',
    by: secondOrder,
  },
  {
    breaks: 'limit-per-visitor',
    plants: 'one pass that bought up to the limit, and again for an account',
    by: [...secondOrder, `update "order" set account_id = 'acc_9' where id = 'ord_6'`],
  },
  {
    breaks: 'limit-per-email',
    plants: 'two visitors with one address over its limit',
    by: [
      'update sale set per_visitor_max = 1',
      `update "order" set email_index = 'mail-1' where id = 'ord_2'`,
    ],
  },
  {
    breaks: 'limit-per-account',
    plants: 'two orders of one account over its limit',
    by: ['update sale set per_visitor_max = 1', `update "order" set account_id = 'acc_1' where id = 'ord_1'`],
  },
  {
    breaks: 'admitted-buyers',
    plants: 'an order reserved before its pass was claimed',
    by: [`update admission set claimed_at = at(16) where id = 'adm_1'`],
  },
  {
    breaks: 'calls-in-order',
    plants: 'a call of number 5 while number 4 was there',
    by: [
      `update admission set called_at = at(20.5) where id = 'adm_6'`,
      `update admission set called_at = at(31) where id = 'adm_4'`,
    ],
  },
  {
    breaks: 'after-opening',
    plants: 'an opening that was written down after the first call',
    by: ['update sale set opened_at = at(10.5)'],
  },
  {
    breaks: 'draw-seed',
    plants: 'a published hash of another seed',
    by: [`update sale set draw_seed_hash = repeat('0', 64)`],
  },
  {
    breaks: 'draw-root',
    plants: 'a leaf that was changed after its root was published',
    by: [`update draw_chunk set entry_hashes = set_byte(entry_hashes, 0, 255 - get_byte(entry_hashes, 0))`],
  },
  {
    breaks: 'draw-root',
    plants: 'an index of the lobby without its leaf',
    by: [`update draw_chunk set entry_hashes = substr(entry_hashes, 33)`],
  },
  {
    breaks: 'draw-key',
    plants: 'a beacon that is said to be in the key and is not',
    by: [`update sale set draw_beacon_state = 'mixed', draw_beacon = repeat('0', 64) where id = 'sal_1'`],
  },
];
