/**
 * The points that reserves at hand pay with (PNT-2). They are taken from a balance before the command is sent
 * (db/points-hold.ts); here it is seen, under lock, that they still are: who gives points back waits for this batch, so that
 * nobody has both the order and the points. What somebody else has locked at this moment counts as not held: a request that
 * stands still must not stop the sale, and the buyer asks again.
 */
import type pg from 'pg';
import type { ReserveCommand } from '../domain/writer/command.ts';
import type { Facts } from '../domain/writer/facts.ts';
import { arrayOf } from './writer-array.ts';

export async function readPointsHeld(
  connection: pg.ClientBase,
  reserves: readonly ReserveCommand[],
): Promise<Facts['pointsHeld']> {
  const ids = reserves.flatMap(({ id, points = 0 }) => (points > 0 ? [id] : []));
  if (ids.length === 0) return new Map();
  const { rows } = await connection.query<{
    id: string;
    accountId: string;
    currency: string;
    amount: number;
  }>({
    name: 'writer-points',
    text: `
      select command_id as id, account_id as "accountId", currency, amount from points_hold
      where command_id = any($1::text[]) and state = 'held'
      order by command_id for update skip locked`,
    values: [arrayOf(ids)],
  });
  return new Map(rows.map(({ id, ...held }) => [id, held]));
}
