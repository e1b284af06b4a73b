/**
 * A raffle in which all is well: four registered, two won, one of those let the turn go by and the first of the list has it
 * now; the last one waits. Times are seconds after it opened, by the function of the history beside it.
 */
import { plantDraw } from './planted-draw.ts';

const size = 4;
const seed = 'ffeeddccbbaa99887766554433221100';
const draw = plantDraw('sal_2', seed, size);
export const rafflerOf = (number: number) => `raffler-number-${number}`;

const entry = (number: number, state: string) =>
  `('sal_2', '${rafflerOf(number)}', 'raffle', ${draw.indexOf(number)}, ${number}, '${state}', at(-600))`;

export const raffleStatements: readonly string[] = [
  `insert into sale (id, slug, title, mode, state, currency, opens_at, opened_at, floor_max, admit_per_minute,
     pass_minutes, claim_seconds, hold_minutes, per_visitor_max, winners, draw_seed, draw_seed_hash, draw_size, frozen_at,
     draw_root, draw_key)
   values ('sal_2', 'raffle', 'Raffle', 'raffle', 'open', 'KRW', at(0), at(0), 3, 600, 10, 30, 10, 2, 2, '${seed}',
     encode(sha256(decode('${seed}', 'hex')), 'hex'), ${size}, at(-10), '${draw.root}', '${draw.key}')`,
  draw.chunkStatement,
  `insert into tier (id, sale_id, position, name, price_amount, capacity, available, held, sold)
   values ('tier_2', 'sal_2', 0, 'Standing', 12000, 2, 2, 0, 0)`,
  `insert into ledger (sale_id, seq, epoch, at, kind, tier_id, order_id, command_id, available_delta, held_delta, sold_delta)
   values ('sal_2', 1, 0, at(-700), 'capacity', 'tier_2', null, 'genesis', 2, 0, 0)`,
  `insert into writer_lease (sale_id, holder, epoch, expires_at, ledger_seq) values ('sal_2', 'queue-worker-1', 2, now(), 1)`,
  `insert into line_numbers values ('sal_2', ${size})`,
  `insert into reserve_entry (sale_id, visitor_id, origin, lobby_index, number, state, at) values
     ${[entry(1, 'called'), entry(2, 'done'), entry(3, 'called'), entry(4, 'waiting')].join(', ')}`,
  `insert into admission (id, sale_id, visitor_id, number, lane, call_no, state, called_at, claim_by, claimed_at,
     pass_ends_at, ended_at) values
   ('adm_r1', 'sal_2', '${rafflerOf(1)}', 1, 'raffle', 1, 'shopping', at(-1), at(86399), at(5), at(86399), null),
   ('adm_r2', 'sal_2', '${rafflerOf(2)}', 2, 'raffle', 1, 'missed', at(-1), at(3000), null, null, at(3000)),
   ('adm_r3', 'sal_2', '${rafflerOf(3)}', 3, 'reserve', 1, 'called', at(3001), at(10201), null, null, null)`,
];
