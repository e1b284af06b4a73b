/**
 * A small history in which everything that can happen to an order has happened once, written as the product
 * writes it: bought; lapsed and paid late; paid and refunded; a call missed and answered the second time;
 * an account that buys; somebody inside with an order in hand right now. Times are seconds after the sale
 * opened, one hour ago.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { RecordLine } from '../../scripts/crowd/record-lines.ts';
import { type CrowdHistory, historyOf } from '../../scripts/verify/crowd-history.ts';
import { pointsStatements } from './history-points.ts';
import { raffleStatements } from './history-raffle.ts';
import { returnsStatements } from './history-returns.ts';
import { ticketsStatements } from './history-tickets.ts';
import { plantDraw } from './planted-draw.ts';

const openedAt = new Date(Date.now() - 3_600_000);
export const seed = '00112233445566778899aabbccddeeff';
export const drawSize = 2;
const draw = plantDraw('sal_1', seed, drawSize);
export const visitor = (n: number) => `visitor-of-line${n}`;
/** Who drew number n in the lobby of two. */
const lobbyIndexOf = (n: number) => draw.indexOf(n);

export async function plantHistory(db: Kysely<Database>): Promise<void> {
  await sql`
    create function at(seconds numeric) returns timestamptz stable language sql
    as $$ select ${sql.lit(openedAt.toISOString())}::timestamptz + seconds * interval '1 second' $$`.execute(
    db,
  );
  for (const statement of [
    ...statements,
    ...raffleStatements,
    ...pointsStatements,
    ...returnsStatements,
    ...ticketsStatements,
  ])
    await sql.raw(statement).execute(db);
}

const statements = [
  `insert into sale (id, slug, title, state, currency, opens_at, opened_at, floor_max, admit_per_minute, pass_minutes,
     claim_seconds, hold_minutes, per_visitor_max, draw_seed, draw_seed_hash, draw_size, frozen_at,
     draw_root, draw_key)
   values ('sal_1', 'concert', 'Concert', 'open', 'KRW', at(0), at(0), 3, 600, 10, 30, 10, 2, '${seed}',
     encode(sha256(decode('${seed}', 'hex')), 'hex'), ${drawSize}, at(0), '${draw.root}', '${draw.key}')`,
  draw.chunkStatement,
  `insert into tier (id, sale_id, position, name, price_amount, capacity, available, held, sold)
   values ('tier_1', 'sal_1', 0, 'Standing', 12000, 6, 2, 1, 3)`,
  `insert into line_numbers values ('sal_1', 50000)`,
  `update line_generation set generation = 1, state = 'ready'`,
  `insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, called_at, claim_by, claimed_at,
     pass_ends_at, ended_at) values
   ('adm_1', 'sal_1', '${visitor(1)}', 1, 'ordinary', 1, 'finished', at(10), at(40), at(11), at(611), at(20)),
   ('adm_2', 'sal_1', '${visitor(2)}', 2, 'ordinary', 1, 'ended', at(10), at(40), at(12), at(612), at(620)),
   ('adm_3', 'sal_1', '${visitor(3)}', 3, 'ordinary', 1, 'finished', at(11), at(41), at(13), at(613), at(30)),
   ('adm_4', 'sal_1', '${visitor(4)}', 4, 'ordinary', 1, 'missed', at(21), at(51), null, null, at(51)),
   ('adm_5', 'sal_1', '${visitor(4)}', 4, 'returned', 2, 'ended', at(52), at(82), at(53), at(653), at(653)),
   ('adm_6', 'sal_1', '${visitor(5)}', 5, 'ordinary', 1, 'finished', at(60), at(90), at(61), at(661), at(80)),
   ('adm_7', 'sal_1', '${visitor(6)}', 6, 'ordinary', 1, 'shopping', at(3580), at(3610), at(3585), at(4185), null)`,
  `insert into "order" (id, sale_id, visitor_id, admission_id, account_id, email_index, contact_sealed, state, units,
     total_amount, currency, late, created_at, hold_expires_at, hold_cap_at, paid_at, closed_at) values
   ('ord_1', 'sal_1', '${visitor(1)}', 'adm_1', null, 'mail-1', 'x', 'issued', 1, 12000, 'KRW', false, at(15), at(615), at(915), at(20), null),
   ('ord_2', 'sal_1', '${visitor(2)}', 'adm_2', null, 'mail-2', 'x', 'issued', 1, 12000, 'KRW', true, at(16), at(616), at(916), at(700), null),
   ('ord_3', 'sal_1', '${visitor(3)}', 'adm_3', null, 'mail-3', 'x', 'refunded', 2, 24000, 'KRW', false, at(17), at(617), at(917), at(30), at(90)),
   ('ord_4', 'sal_1', '${visitor(5)}', 'adm_6', 'acc_1', 'mail-1', 'x', 'issued', 1, 12000, 'KRW', false, at(65), at(665), at(965), at(80), null),
   ('ord_5', 'sal_1', '${visitor(6)}', 'adm_7', null, 'mail-6', 'x', 'held', 1, 12000, 'KRW', false, at(3590), at(4190), at(4490), null, null)`,
  `insert into order_line select id, 1, 'tier_1', units, 12000 from "order"`,
  `insert into ledger (sale_id, seq, epoch, at, kind, tier_id, order_id, command_id, available_delta, held_delta, sold_delta) values
   ('sal_1', 1, 0, at(-60), 'capacity', 'tier_1', null, 'genesis', 5, 0, 0),
   ('sal_1', 2, 1, at(15), 'reserve', 'tier_1', 'ord_1', 'cmd_1', -1, 1, 0),
   ('sal_1', 3, 1, at(16), 'reserve', 'tier_1', 'ord_2', 'cmd_2', -1, 1, 0),
   ('sal_1', 4, 1, at(17), 'reserve', 'tier_1', 'ord_3', 'cmd_3', -2, 2, 0),
   ('sal_1', 5, 1, at(20), 'confirm', 'tier_1', 'ord_1', 'confirm:pay_1', 0, -1, 1),
   ('sal_1', 6, 1, at(30), 'confirm', 'tier_1', 'ord_3', 'confirm:pay_3', 0, -2, 2),
   ('sal_1', 7, 2, at(65), 'reserve', 'tier_1', 'ord_4', 'cmd_4', -1, 1, 0),
   ('sal_1', 8, 2, at(80), 'confirm', 'tier_1', 'ord_4', 'confirm:pay_4', 0, -1, 1),
   ('sal_1', 9, 2, at(90), 'refund', 'tier_1', 'ord_3', 'refund:ord_3', 2, 0, -2),
   ('sal_1', 10, 2, at(100), 'capacity', 'tier_1', null, 'adjust:1', 1, 0, 0),
   ('sal_1', 11, 2, at(620), 'lapse', 'tier_1', 'ord_2', 'lapse:ord_2', 1, -1, 0),
   ('sal_1', 12, 2, at(700), 'late', 'tier_1', 'ord_2', 'confirm:pay_2', -1, 0, 1),
   ('sal_1', 13, 2, at(3590), 'reserve', 'tier_1', 'ord_5', 'cmd_5', -1, 1, 0)`,
  `insert into writer_lease (sale_id, holder, epoch, expires_at, ledger_seq) values ('sal_1', 'queue-worker-1', 2, now(), 13)`,
  `insert into command_answer (id, sale_id, body_hash, answer)
   select command_id, 'sal_1', 'hash', jsonb_build_object('outcome', 'granted', 'order',
     jsonb_build_object('id', order_id, 'totalAmount', total_amount))
   from ledger join "order" on "order".id = order_id where kind = 'reserve'`,
  `insert into command_answer values ('cmd_9', 'sal_1', 'hash', '{"outcome":"refused","code":"limit_reached"}')`,
  `insert into payment (id, order_id, provider, provider_ref, state, amount, currency, created_at, changed_at, captured_at, refunded_at) values
   ('pay_0', 'ord_1', 'sandbox', 'r0', 'declined', 12000, 'KRW', at(16), at(17), null, null),
   ('pay_1', 'ord_1', 'sandbox', 'r1', 'succeeded', 12000, 'KRW', at(17), at(20), at(20), null),
   ('pay_2', 'ord_2', 'sandbox', 'r2', 'succeeded', 12000, 'KRW', at(500), at(700), at(700), null),
   ('pay_3', 'ord_3', 'sandbox', 'r3', 'refunded', 24000, 'KRW', at(18), at(95), at(30), at(95)),
   ('pay_4', 'ord_4', 'sandbox', 'r4', 'succeeded', 12000, 'KRW', at(66), at(80), at(80), null),
   ('pay_5', 'ord_4', 'sandbox', 'r5', 'refunded', 12000, 'KRW', at(67), at(99), at(85), at(99))`,
  `update "order" set payment_id = payment.id from payment
   where order_id = "order".id and (payment.state = 'succeeded' or payment.id = 'pay_3')`,
  `insert into command (sale_id, kind, key, order_id, created_at, done_at, result)
   select 'sal_1', case kind when 'late' then 'confirm' else kind end, command_id, order_id, at, at, '{"outcome":"done"}'
   from ledger where kind in ('confirm', 'late', 'refund', 'lapse')`,
  `insert into outbox (sale_id, topic, key, payload, created_at, relayed_at, done_at)
   select 'sal_1', 'tickets_issue', 'tickets:' || id, jsonb_build_object('orderId', id), paid_at, paid_at, paid_at
   from "order" where paid_at is not null`,
  `insert into outbox (sale_id, topic, key, payload, created_at, relayed_at, done_at)
   select 'sal_1', 'payment_refund', 'refund:' || id, jsonb_build_object('paymentId', id), at(90), at(90), at(91)
   from payment where state = 'refunded'`,
  `insert into outbox (sale_id, topic, key, payload, created_at, relayed_at, done_at)
   select 'sal_1', 'mail', 'mail:paid:' || id, jsonb_build_object('kind', 'paid', 'orderId', id), paid_at, paid_at, paid_at
   from "order" where paid_at is not null`,
  `insert into mail_sent select id, 'message-' || id from outbox where topic = 'mail'`,
  `insert into ticket (id, sale_id, order_id, line_no, unit_no, tier_id, state)
   select 'tic_' || order_id || unit_no, 'sal_1', order_id, line_no, unit_no, tier_id,
          case when state = 'issued' then 'valid' else 'void' end
   from order_line join "order" on "order".id = order_id, generate_series(1, quantity) as unit_no
   where paid_at is not null`,
];

type Told = RecordLine extends infer Line
  ? Line extends RecordLine
    ? Omit<Line, 'v' | 'at'>
    : never
  : never;
export type Story = [seconds: number, told: Told][];

/** What the crowd's six visitors were told; `more` is told to visitor `n` in the end. */
export function plantCrowd(more: Record<number, Story> = {}): CrowdHistory {
  const place = (n: number, told: Partial<Extract<Told, { what: 'place' }>> = {}): Told => ({
    ...{ what: 'place', entryId: visitor(n), number: n, lobby: false, generation: 1 },
    ...told,
  });
  const fromLobby = (n: number): Story => [
    [-30, { what: 'online' }],
    [-30, place(n, { number: lobbyIndexOf(n), lobby: true })],
  ];
  const turn = (n: number, callAt: number): Story => [
    [callAt, { what: 'call' }],
    [callAt + 2, { what: 'pass', entryId: visitor(n), admissionId: `adm_${n > 4 ? n + 1 : n}` }],
  ];
  const stories: Record<number, Story> = {
    1: [...fromLobby(1), ...turn(1, 10), [15, order(1)], [20, { what: 'paid', id: 'ord_1', state: 'paid' }]],
    2: [...fromLobby(2), ...turn(2, 10), [16, order(2)], [17, { what: 'offline' }]],
    3: [[5, { what: 'online' }], [5, place(3)], ...turn(3, 11), [17, order(3, 2)]],
    4: [
      [6, { what: 'online' }],
      [6, place(4)],
      [21, { what: 'call' }],
      [51, { what: 'passedOver' }],
    ],
    5: [[7, { what: 'online' }], [7, place(5)], ...turn(5, 60), [65, order(4)]],
    6: [
      [8, { what: 'online' }],
      [8, place(6)],
      [9, { what: 'offline' }],
      [3570, { what: 'online' }],
    ],
  };
  const visitors = Object.entries(stories).map(([n, story]) => {
    const told = [...story, ...(more[Number(n)] ?? [])];
    const lines = told.map(
      ([at, what]) => ({ v: Number(n), at: openedAt.getTime() + at * 1_000, ...what }) as RecordLine,
    );
    return historyOf(`visitor ${n}`, lines);
  });
  return { file: 'crowd.jsonl', saleId: 'sal_1', visitors };
}

const order = (n: number, units = 1): Told => ({
  what: 'order',
  id: `ord_${n}`,
  units,
  amount: units * 12_000,
});
