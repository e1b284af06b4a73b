/**
 * Beginning to pay: the order goes `held` → `paying` and gets its payment row in one transaction, before the
 * provider is asked for anything. So whatever the provider answers, or does not, there is a row to reconcile
 * it with; and an order has one open payment, whoever asks twice (PAY-3).
 */
import { CompiledQuery, type Kysely, sql } from 'kysely';
import { nextOrderState } from '../domain/order-lifecycle.ts';
import { holdsMoney, isOpenPayment } from '../domain/payment-rank.ts';
import { Refused } from '../domain/refusals.ts';
import { paymentById, paymentsOf } from './payments.ts';
import type { Database, OrderRow, PaymentRow } from './schema.ts';

export interface Payable {
  readonly payment: PaymentRow;
  readonly order: Pick<OrderRow, 'id' | 'sale_id' | 'units' | 'hold_cap_at'>;
  readonly saleTitle: string;
}

export interface Ask {
  readonly orderId: string;
  readonly paymentId: string;
  readonly provider: string;
}

/**
 * The open payment of the order, begun now under `paymentId` unless there is one already. Refuses with
 * `not_found`, `hold_lapsed` where the hold has ended and nothing is on its way, and `order_not_payable` for
 * every other state.
 */
export async function beginPayment(db: Kysely<Database>, ask: Ask): Promise<Payable> {
  return (await beginFirst(db, ask)) ?? (await beginOrFind(db, ask));
}

/**
 * The first payment of a held order, or the open one of an order that is being paid, in one statement: a crowd pays in the
 * same minute, and each statement more is a way to PostgreSQL and back with the order locked. Null where the order is
 * anything else, or was changed in this very moment; nothing has changed then.
 */
async function beginFirst(
  db: Kysely<Database>,
  { orderId, paymentId, provider }: Ask,
): Promise<Payable | null> {
  const values = [orderId, paymentId, provider, nextOrderState('held', 'pay')];
  const { rows } = await db.executeQuery<PaymentRow & PayableColumns>(
    CompiledQuery.raw(beginFirstText, values),
  );
  const [found] = rows;
  if (!found) return null;
  const { sale_id, units, hold_cap_at, sale_title: saleTitle, ...payment } = found;
  return { payment, order: { id: orderId, sale_id, units, hold_cap_at }, saleTitle };
}

type PayableColumns = Pick<OrderRow, 'sale_id' | 'units' | 'hold_cap_at'> & { sale_title: string };

const beginFirstText = `
  with moved as (
    update "order" set state = $4
    where id = $1 and state = 'held' and hold_expires_at > clock_timestamp()
      and not exists (select from payment where order_id = $1)
    returning *
  ), made as (
    insert into payment (id, order_id, provider, state, amount, currency)
    select $2, id, $3, 'created', total_amount, currency from moved
    returning *
  ), payable as (
    select made.*, sale_id, units, hold_cap_at from made join moved on moved.id = order_id
    union all
    select payment.*, sale_id, units, hold_cap_at from payment join "order" on "order".id = order_id
    where order_id = $1 and "order".state = $4 and payment.state in ('created', 'pending')
  )
  select payable.*, sale.title as sale_title from payable join sale on sale.id = sale_id`;

async function beginOrFind(db: Kysely<Database>, ask: Ask): Promise<Payable> {
  return await db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom('order')
      .innerJoin('sale', 'sale.id', 'order.sale_id')
      .selectAll('order')
      .select('sale.title as saleTitle')
      .select(sql<boolean>`"order".hold_expires_at > clock_timestamp()`.as('holdLasts'))
      .where('order.id', '=', ask.orderId)
      .forUpdate('order')
      .executeTakeFirst();
    if (!found) throw new Refused('not_found');
    const { saleTitle, holdLasts, ...order } = found;

    const payments = await paymentsOf(trx, order.id);
    const open = payments.find(({ state }) => isOpenPayment(state));
    if (open && order.state === 'paying') return { payment: open, order, saleTitle };

    refuseUnlessPayable(order, holdLasts);
    // The money is here and the writer is about to settle it: a second payment would only be given back.
    if (payments.some(({ state }) => holdsMoney(state))) throw new Refused('order_not_payable');
    await takeToPaying(trx, order);
    const payment = await trx
      .insertInto('payment')
      .values({
        id: ask.paymentId,
        order_id: order.id,
        provider: ask.provider,
        state: 'created',
        amount: order.total_amount,
        currency: order.currency,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { payment, order, saleTitle };
  });
}

/** What a provider must be told about a payment that was begun before; null where it is not ours. */
export async function payableOf(db: Kysely<Database>, paymentId: string): Promise<Payable | null> {
  const payment = await paymentById(db, paymentId);
  if (!payment) return null;
  const { saleTitle, ...order } = await db
    .selectFrom('order')
    .innerJoin('sale', 'sale.id', 'order.sale_id')
    .selectAll('order')
    .select('sale.title as saleTitle')
    .where('order.id', '=', payment.order_id)
    .executeTakeFirstOrThrow();
  return { payment, order, saleTitle };
}

/** The provider knows it now. Keeps the first reference: `create` answers the same one each time. */
export async function recordOpened(
  db: Kysely<Database>,
  opened: { readonly paymentId: string; readonly ref: string; readonly redirectUrl: string },
): Promise<void> {
  const { paymentId, ref, redirectUrl } = opened;
  await db.executeQuery(CompiledQuery.raw(openedText, [paymentId, ref, redirectUrl]));
}

const openedText = `
  update payment set provider_ref = coalesce(provider_ref, $2), redirect_url = $3,
    state = case when state = 'created' then 'pending' else state end
  where id = $1`;

function refuseUnlessPayable(order: OrderRow, holdLasts: boolean): void {
  const ended = ['held', 'paying', 'expiring', 'lapsed'].includes(order.state) && !holdLasts;
  if (ended || order.state === 'expiring' || order.state === 'lapsed') throw new Refused('hold_lapsed');
  if (order.state !== 'held' && order.state !== 'paying') throw new Refused('order_not_payable');
}

/**
 * An order that is `paying` without an open payment stays so: its last one was closed as the hold ran out.
 */
async function takeToPaying(trx: Kysely<Database>, order: OrderRow): Promise<void> {
  const next = nextOrderState('held', 'pay');
  if (order.state !== 'held' || next === null) return;
  await trx.updateTable('order').set({ state: next }).where('id', '=', order.id).execute();
}
