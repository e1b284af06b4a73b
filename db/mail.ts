/** What mails speak of, and which were sent. */
import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import { jsonArrayFrom, jsonBuildObject, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { OrderState } from '../domain/order-lifecycle.ts';
import type { Fulfilment, Money } from '../domain/sale.ts';
import type { TakenBackBy } from '../domain/taken-back.ts';
import type { Database, OutboxRow } from './schema.ts';

export interface MailMatter {
  readonly title: string;
  readonly venue: string | null;
  readonly fulfilment: Fulfilment;
  readonly contactSealed: string;
  readonly lines: readonly { readonly name: string; readonly quantity: number }[];
  readonly total: Money;
  /** Of what was paid, in money and in points: what parts have not given back. */
  readonly left: Money;
  readonly pointsLeft: number;
  readonly state: OrderState;
  /** Who took the order back, and what was written as the reason: words of somebody, or a code of ours. */
  readonly takenBackBy: TakenBackBy | null;
  readonly reason: string | null;
  /** Of a mail about one payment: its money, why it went back, and whether it is the one that paid the order. */
  readonly payment: (Money & { readonly refundReason: string | null; readonly isOfOrder: boolean }) | null;
  /** Of a mail about one part that went back. */
  readonly refund: (Money & PartReason) | null;
  /** Of a mail about a part that no money went back for. */
  readonly part: (PartReason & { readonly points: number }) | null;
  /** Of a mail about a return: what its buyer wrote. */
  readonly asked: { readonly reason: string } | null;
}

export interface PartReason {
  readonly reason: string | null;
  /** Who wrote it; null where somebody gave the money back at the provider. */
  readonly reasonBy: 'buyer' | 'staff' | null;
  /** Only money went back: the units stay with the buyer. */
  readonly unitsStay: boolean;
}

/** A mail that is still to be sent, with all that is known of it. */
export interface OpenMail extends OutboxRow {
  readonly tries: number;
  /** It was put off, and its next try is not due. */
  readonly isWaiting: boolean;
  /** Null where it is about no order, or about one that is not there. */
  readonly matter: MailMatter | null;
}

/** Of these rows those that are open, by their ids: one statement, whatever they are about. */
export async function openMails(db: Kysely<Database>, outboxIds: readonly number[]): Promise<OpenMail[]> {
  return await db
    .selectFrom('outbox')
    .leftJoin('mail_try', 'mail_try.outbox_id', 'outbox.id')
    .selectAll('outbox')
    .select(sql<number>`coalesce(mail_try.tries, 0)`.as('tries'))
    .select(sql<boolean>`coalesce(mail_try.next_at > now(), false)`.as('isWaiting'))
    .select((row) => jsonObjectFrom(matterOf(row)).as('matter'))
    .where(sql<boolean>`outbox.id = any(${outboxIds}::bigint[])`)
    .where('done_at', 'is', null)
    .orderBy('outbox.id')
    .execute();
}

const matterOf = ({ selectFrom }: ExpressionBuilder<Database, 'outbox'>) =>
  selectFrom('order')
    .innerJoin('sale', 'sale.id', 'order.sale_id')
    .select(['sale.title', 'sale.venue', 'sale.fulfilment', 'contact_sealed as contactSealed'])
    .select(['taken_back_by as takenBackBy', 'order.reason', 'order.state'])
    .select(({ ref }) =>
      jsonBuildObject({ amount: ref('total_amount'), currency: ref('order.currency') }).as('total'),
    )
    .select(({ ref }) =>
      jsonBuildObject({
        amount: sql<number>`total_amount - refunded_amount`,
        currency: ref('order.currency'),
      }).as('left'),
    )
    .select(sql<number>`points_spent - refunded_points`.as('pointsLeft'))
    .select((order) => [
      jsonArrayFrom(
        order
          .selectFrom('order_line')
          .innerJoin('tier', 'tier.id', 'order_line.tier_id')
          .select(['tier.name', 'order_line.quantity'])
          .whereRef('order_line.order_id', '=', 'order.id')
          .orderBy('line_no'),
      ).as('lines'),
      jsonObjectFrom(
        order
          .selectFrom('payment')
          .select(['amount', 'currency', 'refund_reason as refundReason'])
          .select(sql<boolean>`payment.id is not distinct from "order".payment_id`.as('isOfOrder'))
          .where('payment.id', '=', idIn('paymentId')),
      ).as('payment'),
      jsonObjectFrom(
        order
          .selectFrom('refund')
          .leftJoin('part_refund', 'part_refund.command_key', 'refund.key')
          .leftJoin('order_return', 'order_return.command_key', 'refund.key')
          .select(['refund.amount', 'refund.currency', 'refund.reason'])
          .select(
            sql<PartReason['reasonBy']>`case when order_return.id is not null then 'buyer'
              when part_refund.command_key is not null then 'staff' end`.as('reasonBy'),
          )
          .select(sql<boolean>`coalesce(part_refund.units_stay, false)`.as('unitsStay'))
          .where('refund.id', '=', idIn('refundId')),
      ).as('refund'),
      jsonObjectFrom(
        order
          .selectFrom('part_refund')
          .leftJoin('order_return', 'order_return.command_key', 'part_refund.command_key')
          .select(['part_refund.points', 'part_refund.reason', 'units_stay as unitsStay'])
          .select(
            sql<PartReason['reasonBy']>`case when order_return.id is null then 'staff' else 'buyer' end`.as(
              'reasonBy',
            ),
          )
          .where('part_refund.command_key', '=', idIn('partKey')),
      ).as('part'),
      jsonObjectFrom(
        order
          .selectFrom('order_return')
          .select('order_return.reason')
          .where('order_return.id', '=', idIn('returnId')),
      ).as('asked'),
    ])
    .where('order.id', '=', idIn('orderId'));

const idIn = (field: 'orderId' | 'paymentId' | 'refundId' | 'returnId' | 'partKey') =>
  sql<string | null>`outbox.payload ->> ${sql.lit(field)}`;

/**
 * Says of these mails, by their rows' ids, that they are sent; answers the ids of those of which nobody had said it. Waits
 * for a transaction that is about to say it of one of them; all go by the order of ids, so that none waits in a circle.
 */
export async function writeMailsSent(
  trx: Kysely<Database>,
  mails: ReadonlyMap<number, { readonly messageId: string }>,
): Promise<ReadonlySet<number>> {
  if (mails.size === 0) return new Set();
  const ids = [...mails.keys()];
  const messageIds = [...mails.values()].map(({ messageId }) => messageId);
  const { rows } = await sql<{ outboxId: number }>`
    insert into mail_sent (outbox_id, message_id)
    select * from unnest(${ids}::bigint[], ${messageIds}::text[]) order by 1
    on conflict (outbox_id) do nothing
    returning outbox_id as "outboxId"`.execute(trx);
  return new Set(rows.map(({ outboxId }) => outboxId));
}

/** They were not sent after all. Call it in the transaction that said so. */
export async function takeBackMailsSent(trx: Kysely<Database>, outboxIds: readonly number[]): Promise<void> {
  if (outboxIds.length === 0) return;
  await trx.deleteFrom('mail_sent').where(sql<boolean>`outbox_id = any(${outboxIds}::bigint[])`).execute();
}

/** Of a letter by its row's key: whether it is certain that nobody ever got it. */
export async function neverWent(db: Kysely<Database>, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .leftJoin('mail_sent', 'mail_sent.outbox_id', 'outbox.id')
    .select(sql<boolean>`done_at is not null and mail_sent.outcome is distinct from 'taken'`.as('isOver'))
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.isOver ?? true;
}

/** The mail is tried again after the pause; its row sleeps until then. */
export async function postpone(
  db: Kysely<Database>,
  outboxId: number,
  { tries, answer, pauseMs }: { readonly tries: number; readonly answer: string; readonly pauseMs: number },
): Promise<void> {
  const nextAt = sql<Date>`now() + ${pauseMs} * interval '1 millisecond'`;
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('mail_try')
      .values({ outbox_id: outboxId, tries, next_at: nextAt, answer })
      .onConflict((on) => on.column('outbox_id').doUpdateSet({ tries, next_at: nextAt, answer }))
      .execute();
    await trx
      .updateTable('outbox')
      .set({ relayed_at: nextAt })
      .where('id', '=', outboxId)
      .where('done_at', 'is', null)
      .execute();
  });
}

export interface MailEnd {
  readonly outboxId: number;
  readonly messageId: string;
  readonly outcome: 'bounced' | 'given_up';
  readonly answer: string;
}

/** How a mail ended that was not taken. False where its end, or that it was sent, is known already. */
export async function endMail(trx: Kysely<Database>, end: MailEnd): Promise<boolean> {
  const { outboxId, messageId, outcome, answer } = end;
  const written = await trx
    .insertInto('mail_sent')
    .values({ outbox_id: outboxId, message_id: messageId, outcome, answer })
    .onConflict((on) => on.column('outbox_id').doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
}

/** Reminders about this place are sent no more, until somebody there asks for them anew. */
export async function stopReminders(
  db: Kysely<Database>,
  { saleId, visitorId }: { readonly saleId: string; readonly visitorId: string },
): Promise<void> {
  await db
    .updateTable('line_contact')
    .set({ stopped_at: sql<Date>`now()` })
    .where('sale_id', '=', saleId)
    .where('visitor_id', '=', visitorId)
    .where('stopped_at', 'is', null)
    .execute();
}
