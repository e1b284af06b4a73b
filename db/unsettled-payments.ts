/**
 * Payments and orders that wait for a provider's word and have not heard it (PAY-11).
 *
 * Taking a payment to look at it moves its `changed_at`: that spaces the looks, and keeps two reconcilers
 * from asking about the same one at once. A reconciler that dies with it costs one interval.
 */
import { type Kysely, sql } from 'kysely';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { Database, PaymentRow } from './schema.ts';

export interface LookTimes {
  /** Between looks at a payment that has just begun: the buyer is at the provider's page now. */
  readonly freshMs: number;
  /** Between looks at any other. */
  readonly restMs: number;
}

export type Unsettled = PaymentRow & { readonly orderState: OrderState };

/** Takes up to `paymentsMax` payments for which a look is due, longest unheard first. */
export async function takeUnsettled(
  db: Kysely<Database>,
  { freshMs, restMs }: LookTimes,
  paymentsMax: number,
): Promise<Unsettled[]> {
  const ms = (count: number) => sql`${count} * interval '1 millisecond'`;
  const isFresh = sql`created_at > now() - ${ms(restMs)}`;
  const interval = sql`case when ${isFresh} then ${ms(freshMs)} else ${ms(restMs)} end`;
  const taken = await db
    .updateTable('payment')
    .set({ changed_at: sql<Date>`now()` })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('payment')
        .select('id')
        .where('state', 'in', ['created', 'pending', 'refund_pending'])
        .where(sql<boolean>`changed_at < now() - ${interval}`)
        .orderBy('changed_at')
        .limit(paymentsMax)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
  if (taken.length === 0) return [];
  const orders = await db
    .selectFrom('order')
    .select(['id', 'state'])
    .where(
      'id',
      'in',
      taken.map(({ order_id }) => order_id),
    )
    .execute();
  const states = new Map(orders.map(({ id, state }) => [id, state]));
  return taken.flatMap((payment) => {
    const orderState = states.get(payment.order_id);
    return orderState ? [{ ...payment, orderState }] : [];
  });
}

/**
 * Orders that have been `expiring` for over `waitMs` while nobody is on the way to ask their provider: the
 * row that asked was worked off, and yet the order waits.
 */
export async function forgottenExpiring(
  db: Kysely<Database>,
  waitMs: number,
  ordersMax: number,
): Promise<string[]> {
  const orders = await db
    .selectFrom('order')
    .select('id')
    .where('state', '=', 'expiring')
    .where('hold_expires_at', '<', sql<Date>`now() - ${waitMs} * interval '1 millisecond'`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outbox')
            .select('outbox.id')
            .where('done_at', 'is', null)
            .where('topic', '=', 'payment_cancel')
            .where(sql<boolean>`payload->>'orderId' = "order".id`),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('command')
            .select('command.id')
            .where('done_at', 'is', null)
            .whereRef('command.sale_id', '=', 'order.sale_id')
            .whereRef('command.order_id', '=', 'order.id'),
        ),
      ),
    )
    .limit(ordersMax)
    .execute();
  return orders.map(({ id }) => id);
}
