/** Orders as they stand. Only the writer makes and settles them; here they are read. */
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { Database, OrderRow, SaleRow } from './schema.ts';

export interface OrderRecord
  extends OrderRow,
    Pick<SaleRow, 'slug' | 'title' | 'venue' | 'starts_at' | 'time_zone' | 'accent' | 'fulfilment'> {
  /** On PostgreSQL's clock. */
  readonly read_at: Date;
  readonly lines: readonly {
    line_no: number;
    tier_id: string;
    name: string;
    quantity: number;
    unit_amount: number;
    refunded_quantity: number;
    repaid_quantity: number;
  }[];
  /** Minor units that its payment's provider, or a bank, gave back without us (PAY-17). */
  readonly refundedByOthers: number;
  /** One of its tickets was let in. */
  readonly hasUsedTicket: boolean;
  readonly partRefunds: readonly {
    /** As JSON has it. */
    at: string;
    lines: { lineNo: number; quantity: number }[];
    amount: number;
    points: number;
    reason: string | null;
    unitsStay: boolean;
    isReturn: boolean;
  }[];
  readonly returns: readonly {
    id: string;
    /** As JSON has them. */
    asked_at: string;
    decided_at: string | null;
    lines: { lineNo: number; quantity: number }[];
    reason: string;
    state: 'asked' | 'taken_back' | 'refused';
    answer: string | null;
  }[];
  readonly payments: readonly {
    id: string;
    provider: string;
    state: string;
    amount: number;
    currency: string;
  }[];
}

/** Every buyer who pays looks at it several times: the statement is put together once, and only the id is another one. */
export async function orderById(db: Kysely<Database>, orderId: string): Promise<OrderRecord | null> {
  byId ??= orderRecords(db).where('order.id', '=', '').compile();
  const { rows } = await db.executeQuery<OrderRecord>({ ...byId, parameters: [orderId] });
  return rows[0] ?? null;
}
let byId: CompiledQuery<OrderRecord> | undefined;

/** Null where nobody was signed in, or there is no such order. */
export async function accountOfOrder(db: Kysely<Database>, orderId: string): Promise<string | null> {
  const query = db.selectFrom('order').select('account_id').where('id', '=', orderId);
  return (await query.executeTakeFirst())?.account_id ?? null;
}

export interface OrderSearch {
  readonly saleId?: string | undefined;
  readonly state?: OrderState | undefined;
  /** blindIndex of the contact's address. */
  readonly emailIndex?: string | undefined;
  readonly accountId?: string | undefined;
  readonly orderId?: string | undefined;
  /** Made at this moment or later. */
  readonly from?: Date | undefined;
  /** Made before this moment. */
  readonly to?: Date | undefined;
  /** Goes on after the last order of the page before. */
  readonly afterId?: string | undefined;
  readonly orders: number;
}

/** The newest first: ids grow with time. */
export async function listOrders(db: Kysely<Database>, search: OrderSearch): Promise<OrderRecord[]> {
  let query = orderRecords(db).orderBy('order.id', 'desc').limit(search.orders);
  if (search.saleId !== undefined) query = query.where('order.sale_id', '=', search.saleId);
  if (search.state !== undefined) query = query.where('order.state', '=', search.state);
  if (search.emailIndex !== undefined) query = query.where('order.email_index', '=', search.emailIndex);
  if (search.accountId !== undefined) query = query.where('order.account_id', '=', search.accountId);
  if (search.orderId !== undefined) query = query.where('order.id', '=', search.orderId);
  if (search.from !== undefined) query = query.where('order.created_at', '>=', search.from);
  if (search.to !== undefined) query = query.where('order.created_at', '<', search.to);
  if (search.afterId !== undefined) query = query.where('order.id', '<', search.afterId);
  return await query.execute();
}

const usedTicket =
  sql<boolean>`exists (select from ticket where ticket.order_id = "order".id and ticket.state = 'used')`.as(
    'hasUsedTicket',
  );

// Without values of its own: orderById gives the statement none but the id.
const refundedByOthers = sql<number>`(
  select coalesce(sum(refund.amount), 0)::bigint from refund
  where refund.payment_id = "order".payment_id and refund.state = 'refunded' and refund.origin = 'provider')`.as(
  'refundedByOthers',
);

const orderRecords = (db: Kysely<Database>) =>
  db
    .selectFrom('order')
    .innerJoin('sale', 'sale.id', 'order.sale_id')
    .selectAll('order')
    .select([
      'sale.slug',
      'sale.title',
      'sale.venue',
      'sale.starts_at',
      'sale.time_zone',
      'sale.accent',
      'sale.fulfilment',
    ])
    .select([usedTicket, refundedByOthers])
    .select(sql<Date>`now()`.as('read_at'))
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('order_line')
          .leftJoin('tier', 'tier.id', 'order_line.tier_id')
          .select(['line_no', 'order_line.tier_id', 'order_line.quantity', 'order_line.unit_amount'])
          .select(['refunded_quantity', 'repaid_quantity'])
          .select(sql<string>`coalesce(tier.name, order_line.tier_id)`.as('name'))
          .whereRef('order_line.order_id', '=', 'order.id')
          .orderBy('line_no'),
      ).as('lines'),
      jsonArrayFrom(
        eb
          .selectFrom('part_refund')
          .select(['at', 'lines', 'amount', 'points', 'part_refund.reason', 'units_stay as unitsStay'])
          .select(({ exists, selectFrom }) =>
            exists(
              selectFrom('order_return')
                .select('order_return.id')
                .whereRef('order_return.command_key', '=', 'part_refund.command_key'),
            )
              .$castTo<boolean>()
              .as('isReturn'),
          )
          .whereRef('part_refund.order_id', '=', 'order.id')
          .orderBy('at')
          .orderBy('command_key'),
      ).as('partRefunds'),
      jsonArrayFrom(
        eb
          .selectFrom('order_return')
          .select(['order_return.id', 'asked_at', 'decided_at', 'lines', 'order_return.reason'])
          .select(['order_return.state', 'answer'])
          .whereRef('order_return.order_id', '=', 'order.id')
          .orderBy('asked_at')
          .orderBy('order_return.id'),
      ).as('returns'),
      jsonArrayFrom(
        eb
          .selectFrom('payment')
          .select(['payment.id', 'provider', 'payment.state', 'amount', 'payment.currency'])
          .whereRef('payment.order_id', '=', 'order.id')
          .orderBy('payment.created_at')
          .orderBy('payment.id'),
      ).as('payments'),
    ]);
