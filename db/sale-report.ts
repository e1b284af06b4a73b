/** A sale in numbers, as they stand now: one statement, so that they are of one moment. For reading, never for deciding. */
import { type Kysely, sql } from 'kysely';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { Database } from './schema.ts';
import type { AdmissionState } from './schema-line.ts';

export interface SaleReport {
  readonly at: Date;
  readonly orders: Partial<
    Record<OrderState, { readonly orders: number; readonly units: number; readonly amount: number }>
  >;
  readonly calls: Partial<Record<AdmissionState, number>>;
  /** Different visitors that were called at least once. */
  readonly visitorsCalled: number;
  readonly left: number;
  readonly money: {
    readonly captured: number;
    /** As the providers say, parts and wholes. */
    readonly refunded: number;
    /** Decided, and not yet back. */
    readonly refunding: number;
    /** Held by buyers' banks until they have decided. */
    readonly disputed: number;
    /** Of what is refunded: given back at the provider itself, or by a bank. */
    readonly refundedByOthers: number;
  };
  readonly tickets: { readonly issued: number; readonly used: number; readonly void: number };
  readonly ledger: { readonly rows: number; readonly late: number; readonly lapsed: number };
}

export async function saleReport(db: Kysely<Database>, saleId: string): Promise<SaleReport> {
  const { rows } = await sql<SaleReport>`
    with of_order as (
      select state, count(*) as orders, sum(units) as units, sum(total_amount - refunded_amount) as amount
      from "order" where sale_id = ${saleId} group by state
    ), of_call as (
      select state, count(*) as calls from admission where sale_id = ${saleId} group by state
    ), of_money as (
      select coalesce(sum(payment.amount) filter (where payment.captured_at is not null), 0) as captured,
             coalesce(sum(payment.refunded_amount), 0) as refunded,
             coalesce(sum((select sum(refund.amount) from refund
               where refund.payment_id = payment.id and refund.state = 'pending')), 0) as refunding,
             coalesce(sum((select sum(dispute.amount) from dispute
               where dispute.payment_id = payment.id and dispute.state = 'open')), 0) as disputed,
             coalesce(sum((select sum(refund.amount) from refund where refund.payment_id = payment.id
               and refund.state = 'refunded' and refund.origin = 'provider')), 0) as "refundedByOthers"
      from payment join "order" on "order".id = payment.order_id where "order".sale_id = ${saleId}
    ), of_ticket as (
      select count(*) as issued, count(*) filter (where state = 'used') as used,
             count(*) filter (where state = 'void') as void
      from ticket where sale_id = ${saleId}
    ), of_ledger as (
      select count(*) as rows, count(*) filter (where kind = 'late') as late,
             count(*) filter (where kind = 'lapse') as lapsed
      from ledger where sale_id = ${saleId}
    )
    select now() as at,
      coalesce((select json_object_agg(state, json_build_object('orders', orders, 'units', units, 'amount', amount))
                from of_order), '{}') as orders,
      coalesce((select json_object_agg(state, calls) from of_call), '{}') as calls,
      (select count(distinct visitor_id) from admission where sale_id = ${saleId}) as "visitorsCalled",
      (select count(*) from line_exit where sale_id = ${saleId}) as "left",
      (select row_to_json(of_money) from of_money) as money,
      (select row_to_json(of_ticket) from of_ticket) as tickets,
      (select row_to_json(of_ledger) from of_ledger) as ledger
  `.execute(db);
  const [report] = rows;
  if (!report) throw new Error('a select without a table has one row');
  return report;
}
