/** What mails speak of, and which were sent. */
import type { Kysely } from 'kysely';
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
}

export async function mailMatter(
  db: Kysely<Database>,
  orderId: string,
  paymentId: string | null,
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
  return {
    title: order.title,
    venue: order.venue,
    fulfilment: order.fulfilment,
    contactSealed: order.contact_sealed,
    lines: order.lines,
    total: { amount: order.total_amount, currency: order.currency },
    payment: payment ?? null,
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
