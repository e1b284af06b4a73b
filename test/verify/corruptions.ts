/** One corruption for each invariant, each as small as it can be, so that nothing else is broken by it. */
import type { Story } from './history.ts';
import { visitor } from './history.ts';

export interface Corruption {
  readonly breaks: string;
  readonly plants: string;
  readonly by: readonly string[];
  /** What visitors of the crowd are told beside what is right. */
  readonly crowd?: Record<number, Story>;
}

const drop = (table: string, ...constraints: string[]) =>
  constraints.map((name) => `alter table "${table}" drop constraint ${name}`);
const tierChecks = drop('tier', 'tier_check', 'tier_available_check', 'tier_held_check', 'tier_sold_check');

export const corruptions: readonly Corruption[] = [
  {
    breaks: 'tier-sums',
    plants: 'a unit too many in tier and ledger alike',
    by: [
      ...tierChecks,
      'update tier set available = available + 1',
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
      'update tier set available = available - 1, held = held + 1',
      'update ledger set available_delta = available_delta - 1, held_delta = held_delta + 1 where seq = 1',
    ],
  },
  {
    breaks: 'sold-out-state',
    plants: 'a sale called sold out with units left',
    by: [`update sale set state = 'soldOut'`],
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
      `update "order" set state = 'paid' where id = 'ord_1'`,
      `delete from ticket where order_id = 'ord_1'`,
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
    by: [
      'update sale set per_visitor_max = 1',
      `insert into "order" select 'ord_6', sale_id, visitor_id, admission_id, null, 'mail-7', 'x', null, state, units,
         total_amount, currency, late, created_at, hold_expires_at, hold_cap_at from "order" where id = 'ord_5'`,
      `insert into order_line values ('ord_6', 1, 'tier_1', 1, 12000)`,
      `insert into ledger values ('sal_1', 14, 2, at(3590), 'reserve', 'tier_1', 'ord_6', 'cmd_6', -1, 1, 0)`,
      `insert into command_answer values ('cmd_6', 'sal_1', 'hash', '{"outcome":"granted","order":{"id":"ord_6","totalAmount":12000}}')`,
      'update writer_lease set ledger_seq = 14',
      'update tier set available = available - 1, held = held + 1',
    ],
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
    breaks: 'draw-places',
    plants: 'a number of the lobby that the draw did not give',
    by: [],
    crowd: { 1: [[5, { what: 'place', entryId: visitor(1), number: 7, lobby: false, generation: 1 }]] },
  },
  {
    breaks: 'numbers-once',
    plants: 'a number that two visitors were given',
    by: [],
    crowd: {
      6: [[3_571, { what: 'place', entryId: 'visitor-stranger', number: 6, lobby: false, generation: 1 }]],
    },
  },
  {
    breaks: 'numbers-reserved',
    plants: 'numbers handed out beyond the reserved ones',
    by: ['update line_numbers set number_end = 5'],
  },
  {
    breaks: 'places-kept',
    plants: 'a visitor who came back to another place',
    by: [],
    crowd: { 6: [[3_571, { what: 'place', entryId: visitor(6), number: 17, lobby: false, generation: 2 }]] },
  },
  {
    breaks: 'live-once',
    plants: 'a second call while the first one lasted',
    by: [`update admission set called_at = at(50) where id = 'adm_5'`],
  },
  {
    breaks: 'floor',
    plants: 'a fourth visitor on a floor of three',
    by: [`update admission set called_at = at(19) where id = 'adm_4'`],
  },
  {
    breaks: 'slot-while-ordering',
    plants: 'a slot given on while its order was held',
    by: [`update admission set ended_at = at(19) where id = 'adm_1'`],
  },
  {
    breaks: 'pace',
    plants: 'more calls in a minute than the rate',
    by: ['update sale set admit_per_minute = 2'],
  },
  {
    breaks: 'turns-swept',
    plants: 'a call that nobody answered and nobody ended',
    by: [
      `insert into admission (id, sale_id, visitor_id, number, call_no, state, called_at, claim_by)
       values ('adm_8', 'sal_1', '${visitor(7)}', 7, 1, 'called', at(3000), at(3030))`,
    ],
  },
  {
    breaks: 'ledger-sequence',
    plants: 'a gap in the ledger',
    by: ['update ledger set seq = 14 where seq = 13', 'update writer_lease set ledger_seq = 14'],
  },
  {
    breaks: 'ledger-epochs',
    plants: 'a row of an old writer after a new one has written',
    by: ['update ledger set epoch = 1 where seq = 10'],
  },
  {
    breaks: 'granted-orders',
    plants: 'a granted answer whose order is not there',
    by: [
      `insert into command_answer values ('cmd_8', 'sal_1', 'hash', '{"outcome":"granted","order":{"id":"ord_8","totalAmount":12000}}')`,
    ],
  },
  {
    breaks: 'commands-once',
    plants: 'a capacity that one command added twice',
    by: [
      `insert into ledger (sale_id, seq, epoch, kind, tier_id, command_id, available_delta, held_delta, sold_delta)
       values ('sal_1', 14, 2, 'capacity', 'tier_1', 'adjust:1', 1, 0, 0)`,
      'update writer_lease set ledger_seq = 14',
      'update tier set available = available + 1, capacity = capacity + 1',
    ],
  },
  {
    breaks: 'commands-settled',
    plants: 'a command that the writer never settled',
    by: [
      `insert into command (sale_id, kind, key, order_id, created_at) values ('sal_1', 'release', 'release:ord_5', 'ord_5', at(3500))`,
    ],
  },
  {
    breaks: 'holds-capped',
    plants: 'a hold that may last twenty minutes',
    by: [`update "order" set hold_cap_at = created_at + interval '20 minutes' where id = 'ord_5'`],
  },
  {
    breaks: 'holds-swept',
    plants: 'a held order long past its hold',
    by: [
      `update "order" set created_at = at(2000), hold_expires_at = at(2600), hold_cap_at = at(2900) where id = 'ord_5'`,
    ],
  },
  {
    breaks: 'outbox-done',
    plants: 'a ticket job that was never done',
    by: [`update outbox set done_at = null where topic = 'tickets_issue' and key like '%ord_1'`],
  },
  {
    breaks: 'mail-once',
    plants: 'the same mail staged under two keys',
    by: [
      `insert into outbox (sale_id, topic, key, payload, done_at)
       select sale_id, topic, 'again', payload, done_at from outbox where key = 'mail:paid:ord_1'`,
      `insert into mail_sent select id, 'message-again' from outbox where key = 'again'`,
    ],
  },
  {
    breaks: 'answers-seen',
    plants: 'an order that a visitor was told of and nobody knows',
    by: [],
    crowd: { 6: [[3_590, { what: 'order', id: 'ord_lost', units: 1, amount: 12_000 }]] },
  },
  {
    breaks: 'repeats-agreed',
    plants: 'two answers to one key',
    by: [],
    crowd: { 1: [[16, { what: 'differing', first: '201 ord_1', second: '201 ord_2' }]] },
  },
  {
    breaks: 'sold-out-truly',
    plants: 'a visitor told "sold out" with units left',
    by: [],
    crowd: { 4: [[60, { what: 'soldOut' }]] },
  },
];
