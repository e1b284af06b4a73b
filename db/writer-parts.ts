/**
 * Writing what of an order goes back while the rest of it stays (ORD-15, SHP-6): who decided which units, how many each line
 * has left, the money on its way, as many tickets ended, and the returns whose goods have arrived. Units whose money alone
 * goes back (PAY-26) are counted apart.
 */
import type pg from 'pg';
import type { Decision, OrderChange, PartRefund, ReturnTaken } from '../domain/writer/decision.ts';
import { stageRefundText, stageRefundValues } from './refunds.ts';
import { type Statement, type UnitsBack, voidUnits } from './tickets.ts';
import { arrayOf } from './writer-array.ts';

export function giveParts(connection: pg.ClientBase, { partRefunds, nowMs }: Decision): Promise<unknown>[] {
  const back = partRefunds.flatMap(({ orderId, lines, unitsStay }) =>
    lines.map(({ lineNo, quantity }) => ({ orderId, lineNo, units: quantity, unitsStay })),
  );
  const cameBack = back.filter(({ unitsStay }) => !unitsStay);
  return [
    writeParts(connection, partRefunds, nowMs),
    connection.query({
      name: 'writer-part-lines',
      text: `
        with part as (
          select order_id, line_no, coalesce(sum(units) filter (where not units_stay), 0)::integer as refunded,
            coalesce(sum(units) filter (where units_stay), 0)::integer as repaid
          from unnest($1::text[], $2::integer[], $3::integer[], $4::boolean[])
            as back (order_id, line_no, units, units_stay)
          group by order_id, line_no
        )
        update order_line set refunded_quantity = refunded_quantity + part.refunded,
          repaid_quantity = repaid_quantity + part.repaid
        from part where order_line.order_id = part.order_id and order_line.line_no = part.line_no`,
      values: [
        arrayOf(back.map(({ orderId }) => orderId)),
        arrayOf(back.map(({ lineNo }) => lineNo)),
        arrayOf(back.map(({ units }) => units)),
        arrayOf(back.map(({ unitsStay }) => unitsStay)),
      ],
    }),
    ...partRefunds.flatMap(({ orderId, paymentId, commandKey, amount, reason }) => {
      if (amount === 0) return [];
      const values = stageRefundValues({ orderId, paymentId, amount, key: commandKey, reason });
      return [connection.query({ name: 'writer-part-money', text: stageRefundText, values })];
    }),
    ...(cameBack.length > 0 ? [endTickets(connection, voidUnits(summed(cameBack)))] : []),
  ];
}

function writeParts(
  connection: pg.ClientBase,
  parts: readonly PartRefund[],
  nowMs: number,
): Promise<unknown> {
  return connection.query({
    name: 'writer-parts',
    text: `
      insert into part_refund (command_key, order_id, lines, amount, points, reason, made_by, units_stay, at)
      select command_key, order_id, lines, amount, points, reason, made_by, units_stay, to_timestamp($1::float8 / 1000)
      from unnest($2::text[], $3::text[], $4::jsonb[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::boolean[])
        as part (command_key, order_id, lines, amount, points, reason, made_by, units_stay)`,
    values: [
      nowMs,
      arrayOf(parts.map(({ commandKey }) => commandKey)),
      arrayOf(parts.map(({ orderId }) => orderId)),
      arrayOf(parts.map(({ lines }) => JSON.stringify(lines))),
      arrayOf(parts.map(({ amount }) => amount)),
      arrayOf(parts.map(({ points }) => points)),
      arrayOf(parts.map(({ reason }) => reason)),
      arrayOf(parts.map(({ by }) => by)),
      arrayOf(parts.map(({ unitsStay }) => unitsStay)),
    ],
  });
}

/** Behind the orders' own changes: one that has nothing more to come back goes on by its calendar. */
export function closeReturns(
  connection: pg.ClientBase,
  returns: readonly ReturnTaken[],
  nowMs: number,
): Promise<unknown> {
  return connection.query({
    name: 'writer-returns-taken',
    text: `
      with taken as (
        update order_return set state = 'taken_back', due_at = null, decided_at = to_timestamp($1::float8 / 1000),
          decided_by = back.made_by, command_key = back.command_key
        from unnest($2::text[], $3::text[], $4::text[]) as back (id, command_key, made_by)
        where order_return.id = back.id
        returning order_id
      )
      update "order" set next_step_at = coalesce(returns_until, now())
      where id in (select order_id from taken) and state = 'delivered'`,
    values: [
      nowMs,
      arrayOf(returns.map(({ id }) => id)),
      arrayOf(returns.map(({ commandKey }) => commandKey)),
      arrayOf(returns.map(({ by }) => by)),
    ],
  });
}

export const isWrittenOff = ({ state }: OrderChange): boolean => state === 'written_off';

/** Of orders whose money is gone: nothing is given back for what may still arrive. */
export function endReturns(connection: pg.ClientBase, { orderChanges, nowMs }: Decision): Promise<unknown> {
  const orderIds = orderChanges.filter(isWrittenOff).map(({ id }) => id);
  return connection.query({
    name: 'writer-returns-ended',
    text: `
      update order_return set state = 'refused', due_at = null, decided_at = to_timestamp($1::float8 / 1000),
        decided_by = 'writer', answer = 'money_gone'
      where order_id = any($2::text[]) and state = 'asked'`,
    values: [nowMs, arrayOf(orderIds)],
  });
}

export const endTickets = (connection: pg.ClientBase, { name, text, values }: Statement) =>
  connection.query({ name, text, values: [...values] });

/** Two parts of one line in one batch end tickets together: ranked apart they would end the same ones. */
function summed(back: readonly UnitsBack[]): UnitsBack[] {
  const perLine = Map.groupBy(back, ({ orderId, lineNo }) => `${orderId} ${lineNo}`);
  return [...perLine.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, units: more.reduce((sum, { units }) => sum + units, first.units) }] : [],
  );
}
