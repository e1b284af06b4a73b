/**
 * The limit: the same rows into the same tables in batches of the same size, by one connection, pipelined, with array
 * parameters as the writer's; nothing is read, decided, fenced, counted or answered.
 */
import { arrayOf } from '../../db/writer-array.ts';
import { inOrder, openWriterPool } from '../../db/writer-pool.ts';
import { BATCH_COMMANDS_MAX } from '../../domain/limits.ts';
import type { ReserveCommand } from '../../domain/writer/command.ts';
import { createLog } from '../../runtime/log.ts';
import type { PrivateUsher } from '../private-usher.ts';
import { answerOf, CAP_MS, HOLD_MS, insertAnswer, insertLedger, insertLine, insertOrder } from './rows.ts';
import type { BenchSale } from './sales.ts';
import { countSpent, type Spent } from './spent.ts';

const WARM_UP = 5 * BATCH_COMMANDS_MAX;

export async function insertBare(
  usher: PrivateUsher,
  sale: BenchSale,
): Promise<{ perSecond: number; spent: Spent }> {
  const pool = openWriterPool(usher.databaseUrl, createLog('bench', 'warn'));
  const connection = await pool.connect();
  const insertBatch = async (commands: readonly ReserveCommand[], seq: number) => {
    const now = new Date();
    const ids = arrayOf(commands.map(({ orderId }) => orderId));
    const commandIds = arrayOf(commands.map(({ id }) => id));
    await inOrder([
      connection.query('begin'),
      connection.query({
        name: 'orders',
        text: `${insertOrder}
          select id, $1, visitor_id, admission_id, null, email_index, contact_sealed, null, 'held', 1, $2::bigint, 'KRW',
            $3::timestamptz, $4::timestamptz, $5::timestamptz
          from unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
            as new_order (id, visitor_id, admission_id, email_index, contact_sealed)`,
        values: [
          sale.id,
          sale.unitAmount,
          now,
          new Date(now.getTime() + HOLD_MS),
          new Date(now.getTime() + CAP_MS),
          ids,
          arrayOf(commands.map(({ visitorId }) => visitorId)),
          arrayOf(commands.map(({ admissionId }) => admissionId)),
          arrayOf(commands.map(({ emailIndex }) => emailIndex)),
          arrayOf(commands.map(({ contactSealed }) => contactSealed)),
        ],
      }),
      connection.query({
        name: 'lines',
        text: `${insertLine} select id, 1, $2, 1, $3::bigint from unnest($1::text[]) as line (id)`,
        values: [ids, sale.tierId, sale.unitAmount],
      }),
      connection.query({
        name: 'ledger',
        text: `${insertLedger}
          select $1, $2::bigint + place, 1, $3::timestamptz, 'reserve', $4, order_id, command_id, -1, 1, 0
          from unnest($5::text[], $6::text[]) with ordinality as entry (order_id, command_id, place)`,
        values: [sale.id, seq, now, sale.tierId, ids, commandIds],
      }),
      connection.query({
        name: 'answers',
        text: `${insertAnswer}
          select id, $1, body_hash, answer, $2::timestamptz
          from rows from (unnest($3::text[]), unnest($4::text[]), json_array_elements($5::json))
            as answered (id, body_hash, answer)`,
        values: [
          sale.id,
          now,
          commandIds,
          arrayOf(commands.map(({ bodyHash }) => bodyHash)),
          JSON.stringify(commands.map((command) => answerOf(sale, command, now))),
        ],
      }),
      connection.query('commit'),
    ]);
  };
  const insert = async (from: number, upTo: number) => {
    for (let done = from; done < upTo; done += BATCH_COMMANDS_MAX) {
      await insertBatch(sale.commands.slice(done, Math.min(upTo, done + BATCH_COMMANDS_MAX)), 1 + done);
    }
  };
  await insert(0, WARM_UP);
  const reservations = sale.commands.length - WARM_UP;
  const spentBy = countSpent(usher, 'who inserts');
  const beganAtMs = performance.now();
  await insert(WARM_UP, sale.commands.length);
  const tookMs = performance.now() - beganAtMs;
  const spent = spentBy(reservations);
  connection.release();
  await pool.end();
  return { perSecond: (reservations * 1_000) / tookMs, spent };
}
