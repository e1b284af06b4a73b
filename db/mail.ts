/** What mails speak of, and which were sent. */
import { type Kysely, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Fulfilment, Money } from '../domain/sale.ts';
import type { Database } from './schema.ts';

export interface MailMatter {
  readonly title: string;
  readonly venue: string | null;
  readonly fulfilment: Fulfilment;
  readonly contactSealed: string;
  readonly lines: readonly { readonly name: string; readonly quantity: number }[];
  readonly total: Money;
  /** Of a mail about one payment: its money, and why it went back. */
  readonly payment: (Money & { readonly refundReason: string | null }) | null;
  /** Of a mail about one part that went back. */
  readonly refund: (Money & { readonly reason: string | null }) | null;
}

export async function mailMatter(
  db: Kysely<Database>,
  {
    orderId,
    paymentId,
    refundId,
  }: {
    readonly orderId: string;
    readonly paymentId: string | null;
    readonly refundId: string | null;
  },
): Promise<MailMatter | null> {
  const order = await db
    .selectFrom('order')
    .innerJoin('sale', 'sale.id', 'order.sale_id')
    .select(['contact_sealed', 'total_amount', 'order.currency'])
    .select(['sale.title', 'sale.venue', 'sale.fulfilment'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('order_line')
          .innerJoin('tier', 'tier.id', 'order_line.tier_id')
          .select(['tier.name', 'order_line.quantity'])
          .whereRef('order_line.order_id', '=', 'order.id')
          .orderBy('line_no'),
      ).as('lines'),
    )
    .where('order.id', '=', orderId)
    .executeTakeFirst();
  if (!order) return null;
  const payment = await db
    .selectFrom('payment')
    .select(['amount', 'currency', 'refund_reason as refundReason'])
    .where('id', '=', paymentId)
    .executeTakeFirst();
  const refund = await db
    .selectFrom('refund')
    .select(['amount', 'currency', 'reason'])
    .where('id', '=', refundId)
    .executeTakeFirst();
  return {
    title: order.title,
    venue: order.venue,
    fulfilment: order.fulfilment,
    contactSealed: order.contact_sealed,
    lines: order.lines,
    total: { amount: order.total_amount, currency: order.currency },
    payment: payment ?? null,
    refund: refund ?? null,
  };
}

/** False where the row is there. Waits for a transaction that is about to write it. */
export async function writeMailSent(
  trx: Kysely<Database>,
  outboxId: number,
  messageId: string,
): Promise<boolean> {
  const written = await trx
    .insertInto('mail_sent')
    .values({ outbox_id: outboxId, message_id: messageId })
    .onConflict((on) => on.column('outbox_id').doNothing())
    .executeTakeFirst();
  return written.numInsertedOrUpdatedRows === 1n;
}

export interface MailTries {
  readonly tries: number;
  /** Its next try is not due. */
  readonly isWaiting: boolean;
}

export async function triesOf(db: Kysely<Database>, outboxId: number): Promise<MailTries | null> {
  const tried = db
    .selectFrom('mail_try')
    .select(['tries', sql<boolean>`next_at > now()`.as('isWaiting')])
    .where('outbox_id', '=', outboxId);
  return (await tried.executeTakeFirst()) ?? null;
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

/** How a mail ended that was not taken. */
export async function endMail(
  trx: Kysely<Database>,
  outboxId: number,
  outcome: 'bounced' | 'given_up',
  answer: string,
): Promise<void> {
  await trx.updateTable('mail_sent').set({ outcome, answer }).where('outbox_id', '=', outboxId).execute();
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
