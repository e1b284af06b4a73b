/**
 * The orders that rows and due holds are about, with everything that decides what may become of them. They are locked
 * before anything of theirs, as everywhere (db/payments.ts): requests move orders between held and paying, and a payment's
 * facts arrive at any moment.
 *
 * An order that a request has locked is not waited for: a request that stands still would stop the whole sale. Its rows are
 * left for the next look, a moment later.
 */
import type pg from 'pg';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { PaymentState } from '../domain/payment-rank.ts';
import type {
  OpenRow,
  OrderFact,
  OrderLineFact,
  PaymentFactKnown,
  ReturnFact,
} from '../domain/writer/facts.ts';
import { arrayOf } from './writer-array.ts';
import { inOrder } from './writer-pool.ts';

export interface OrdersAtHand {
  /** Those asked for, and those held under the same admissions. */
  readonly orders: ReadonlyMap<string, OrderFact>;
  readonly payments: ReadonlyMap<string, PaymentFactKnown>;
  /** Open ones, of the orders whose goods come back. */
  readonly returns: readonly ReturnFact[];
  /** Locked by a request at this moment. */
  readonly busyOrderIds: ReadonlySet<string>;
}

const none: OrdersAtHand = {
  orders: new Map(),
  payments: new Map(),
  returns: [],
  busyOrderIds: new Set(),
};

/**
 * A sibling is only looked at: a slot is free when the last order of its admission is settled.
 *
 * Each is found by its own key. What is `is true` only sifts: without it PostgreSQL, while a sale is younger than its
 * statistics, reads all orders of the sale for each batch, and all open ones for each sibling.
 */
const ofInterest = `
  select id from "order" where id = any($2::text[]) and (sale_id = $1) is true
  union
  select sibling.id from "order" as asked
  join "order" as sibling on sibling.admission_id = asked.admission_id
  where asked.id = any($2::text[]) and (asked.sale_id = $1) is true
    and (sibling.state in ('held', 'paying', 'expiring')) is true`;

export async function readOrders(
  connection: pg.ClientBase,
  ask: {
    readonly saleId: string;
    readonly rows: readonly OpenRow[];
    readonly dueOrderIds: readonly string[];
  },
): Promise<OrdersAtHand> {
  const rowOrderIds = ask.rows.flatMap((row) => (row.orderId === null ? [] : [row.orderId]));
  const orderIds = [...new Set([...rowOrderIds, ...ask.dueOrderIds])];
  if (orderIds.length === 0) return none;
  const paymentIds = ask.rows.flatMap((row) => (row.kind === 'confirm' ? [row.payload.paymentId] : []));
  const endingIds = ask.rows.flatMap((row) =>
    row.kind === 'release' || row.kind === 'refund' ? [row.orderId] : [],
  );
  const returningIds = ask.rows.flatMap((row) => (row.kind === 'take_back' ? [row.orderId] : []));
  const [locked, orders, lines, payments, tickets, returns] = await inOrder([
    connection.query<{ id: string }>({
      name: 'writer-lock-orders',
      text: `
        select id from "order" where id = any($2::text[]) and (sale_id = $1) is true
        order by id for no key update skip locked`,
      values: [ask.saleId, arrayOf(orderIds)],
    }),
    // Behind the locks, so that what it reads stays so.
    connection.query<OrderRow>({
      name: 'writer-orders',
      text: `
        select id, state, admission_id, visitor_id, account_id, email_index, units, total_amount, currency,
          points_spent, refunded_amount, refunded_points, payment_id, late, coalesce((
            select amount - refund_asked from payment where payment.id = payment_id and payment.state = 'succeeded'
          ), 0) as money_left, exists (
            select from admission where admission.id = admission_id and lane in ('raffle', 'reserve')
            and admission.state in ('called', 'shopping')) as is_of_turn, (extract(epoch from hold_expires_at) * 1000)::float8 as hold_expires_at_ms,
          (extract(epoch from hold_cap_at) * 1000)::float8 as hold_cap_at_ms
        from "order" where id in (${ofInterest})`,
      values: [ask.saleId, arrayOf(orderIds)],
    }),
    connection.query<LineRow>({
      name: 'writer-lines',
      text: `
        select order_id, line_no, tier_id, quantity, unit_amount, refunded_quantity, repaid_quantity from order_line
        where order_id in (${ofInterest}) order by order_id, line_no`,
      values: [ask.saleId, arrayOf(orderIds)],
    }),
    connection.query<{ id: string; order_id: string; state: PaymentState }>({
      name: 'writer-payments',
      text: 'select id, order_id, state from payment where id = any($1::text[])',
      values: [arrayOf(paymentIds)],
    }),
    // Locked, so that nobody is let in with a ticket that is just being voided.
    connection.query<TicketRow>({
      name: 'writer-tickets',
      text: `
        select order_id, line_no, state from ticket where order_id = any($1::text[])
        order by id for no key update`,
      values: [arrayOf(endingIds)],
    }),
    returningIds.length > 0 ? readReturns(connection, returningIds) : [],
  ]);

  const linesOf = Map.groupBy(lines.rows, (line) => line.order_id);
  const used = tickets.rows.filter(({ state }) => state === 'used');
  const usedOf = (line: LineRow) =>
    used.filter(({ order_id, line_no }) => order_id === line.order_id && line_no === line.line_no).length;
  const checkedIn = new Set(used.map((row) => row.order_id));
  const facts = orders.rows.map((row) => {
    const lines = (linesOf.get(row.id) ?? []).map((line) => lineOf(line, usedOf(line)));
    return factOf(row, lines, checkedIn.has(row.id));
  });
  const isLocked = new Set(locked.rows.map(({ id }) => id));
  const asked = new Set(orderIds);
  return {
    orders: new Map(facts.map((fact) => [fact.id, fact])),
    payments: new Map(payments.rows.map((row) => [row.id, { orderId: row.order_id, state: row.state }])),
    returns,
    busyOrderIds: new Set(facts.filter(({ id }) => asked.has(id) && !isLocked.has(id)).map(({ id }) => id)),
  };
}

async function readReturns(
  connection: pg.ClientBase,
  orderIds: readonly string[],
): Promise<readonly ReturnFact[]> {
  const { rows } = await connection.query<ReturnFact>({
    name: 'writer-returns',
    text: `
      select id, order_id as "orderId", lines, reason from order_return
      where order_id = any($1::text[]) and state = 'asked' order by asked_at, id`,
    values: [arrayOf(orderIds)],
  });
  return rows;
}

interface OrderRow {
  id: string;
  state: OrderState;
  admission_id: string | null;
  visitor_id: string;
  account_id: string | null;
  email_index: string;
  units: number;
  total_amount: number;
  points_spent: number;
  refunded_amount: number;
  refunded_points: number;
  money_left: number;
  currency: string;
  payment_id: string | null;
  late: boolean;
  is_of_turn: boolean;
  hold_expires_at_ms: number;
  hold_cap_at_ms: number;
}

interface LineRow {
  order_id: string;
  line_no: number;
  tier_id: string;
  quantity: number;
  unit_amount: number;
  refunded_quantity: number;
  repaid_quantity: number;
}
interface TicketRow {
  order_id: string;
  line_no: number;
  state: string;
}

const factOf = (row: OrderRow, lines: readonly OrderLineFact[], isCheckedIn: boolean): OrderFact => ({
  id: row.id,
  state: row.state,
  admissionId: row.admission_id,
  buyer: { visitorId: row.visitor_id, accountId: row.account_id, emailIndex: row.email_index },
  lines,
  units: row.units,
  totalAmount: row.total_amount,
  pointsSpent: row.points_spent,
  refundedAmount: row.refunded_amount,
  refundedPoints: row.refunded_points,
  moneyLeft: row.money_left,
  currency: row.currency,
  holdExpiresAtMs: row.hold_expires_at_ms,
  holdCapAtMs: row.hold_cap_at_ms,
  paymentId: row.payment_id,
  late: row.late,
  isOfTurn: row.is_of_turn,
  isCheckedIn,
});

const lineOf = (row: LineRow, usedQuantity: number): OrderLineFact => ({
  lineNo: row.line_no,
  tierId: row.tier_id,
  quantity: row.quantity,
  unitAmount: row.unit_amount,
  refundedQuantity: row.refunded_quantity,
  repaidQuantity: row.repaid_quantity,
  usedQuantity,
});
