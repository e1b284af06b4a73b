/**
 * The end of an account (ACT-9, ACT-20): what names the person is erased, in the account, its addresses, baskets,
 * sign-ins and appeals, and in orders for which no money was moved: at once where they have come to nothing, otherwise when
 * they do (retention.ts). Orders with money keep the contact they were made with, because the law asks for it and a ticket
 * must reach its buyer; they are still opened by their key.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { eraseLists } from './basket.ts';
import type { Database } from './schema.ts';

/** What stands in place of the index of an address that was erased: no address has it. */
export const ERASED_INDEX = 'erased';

/** The row stays, because orders refer to it. */
export async function eraseAccount(trx: Transaction<Database>, id: string): Promise<void> {
  await trx.deleteFrom('account_address').where('account_id', '=', id).execute();
  await eraseLists(trx, id);
  await trx.updateTable('login').set({ device: '' }).where('account_id', '=', id).execute();
  await trx.updateTable('account_flag').set({ appeal_sealed: null }).where('account_id', '=', id).execute();
  await trx
    .updateTable('account')
    .set({
      email_index: null,
      email_sealed: null,
      name_sealed: null,
      phone_index: null,
      phone_sealed: null,
      password_hash: null,
      deleted_at: sql<Date>`now()`,
      changed_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .execute();
}

/** No money was ever taken for such an order, and none can come any more. */
const cameToNothing = sql<boolean>`
  "order".state in ('lapsed', 'cancelled') and "order".paid_at is null and not exists (
    select from payment where payment.order_id = "order".id and payment.state not in ('declined', 'cancelled'))`;

/** Orders of the account that came to nothing, and still have their contact. */
export async function ordersWithoutMoney(db: Kysely<Database>, accountId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('order')
    .select('id')
    .where('account_id', '=', accountId)
    .where('email_index', '!=', ERASED_INDEX)
    .where(cameToNothing)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * The same of all accounts that are deleted: an order may have been held when its account ended, or its payment open, and
 * comes to nothing afterwards.
 */
export async function leftOfDeleted(db: Kysely<Database>, orderCount: number): Promise<string[]> {
  const rows = await db
    .selectFrom('order')
    .innerJoin('account', 'account.id', 'order.account_id')
    .select('order.id')
    .where('account.deleted_at', 'is not', null)
    .where('order.email_index', '!=', ERASED_INDEX)
    .where(cameToNothing)
    .limit(orderCount)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * False where money came for the order meanwhile. `sealed`: nobody's contact, sealed for this order, so that whoever opens
 * it reads empty words.
 */
export async function eraseContact(db: Kysely<Database>, orderId: string, sealed: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('order')
    .set({ contact_sealed: sealed, address_sealed: null, email_index: ERASED_INDEX })
    .where('id', '=', orderId)
    .where(cameToNothing)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
