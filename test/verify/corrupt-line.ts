/** Corruptions of the line, the writer's book and what crowds saw: one for each invariant, as small as can be. */
import type { Corruption } from './corruption.ts';
import { visitor } from './history.ts';

export const lineCorruptions: readonly Corruption[] = [
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
    breaks: 'pace',
    plants: 'more calls than the rate as a correction, though everybody had come',
    by: [
      'update sale set admit_per_minute = 3',
      `update admission set state = 'ended', claimed_at = at(22), pass_ends_at = at(51) where id = 'adm_4'`,
    ],
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
    breaks: 'turns-swept',
    plants: 'a batch of calls that never became rows',
    by: [
      `insert into call_batch (id, sale_id, called_at, claim_by, visitors, numbers, lanes, call_nos)
       values ('adm_8', 'sal_1', at(3000), at(3030), '{${visitor(7)}}', '{7}', '{ordinary}', '{1}')`,
    ],
  },
  {
    breaks: 'ledger-sequence',
    plants: 'a gap in the ledger',
    by: [
      'update ledger set seq = 14 where seq = 13',
      `update writer_lease set ledger_seq = 14 where sale_id = 'sal_1'`,
    ],
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
      `update writer_lease set ledger_seq = 14 where sale_id = 'sal_1'`,
      `update tier set available = available + 1, capacity = capacity + 1 where sale_id = 'sal_1'`,
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
