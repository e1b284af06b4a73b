/**
 * Buyers' accounts (ACT-1 to ACT-9). What names a person comes in sealed and is found by blind index alone. Uniqueness is
 * PostgreSQL's: of two who sign up with one address at once, one has an account.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { isLiveLogin } from './logins.ts';
import type { Database } from './schema.ts';

export interface NewAccount {
  readonly id: string;
  readonly emailIndex: string;
  readonly emailSealed: string;
  readonly nameSealed: string;
  readonly phoneIndex: string | null;
  readonly phoneSealed: string | null;
  /** A PHC string of Argon2id. */
  readonly passwordHash: string;
  readonly language: 'ko' | 'en';
}

/** As it is kept: sealed. */
export interface AccountRecord {
  readonly id: string;
  readonly emailSealed: string;
  readonly nameSealed: string;
  readonly phoneSealed: string | null;
  readonly passwordHash: string;
  readonly language: 'ko' | 'en';
  readonly createdAt: Date;
}

/** False where address or phone belongs to another account: nothing is changed then. */
export async function createAccount(trx: Transaction<Database>, account: NewAccount): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('account')
    .values({
      id: account.id,
      email_index: account.emailIndex,
      email_sealed: account.emailSealed,
      name_sealed: account.nameSealed,
      phone_index: account.phoneIndex,
      phone_sealed: account.phoneSealed,
      password_hash: account.passwordHash,
      language: account.language,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

const accounts = (db: Kysely<Database>) =>
  db
    .selectFrom('account')
    .select([
      'account.id',
      'account.email_sealed as emailSealed',
      'account.name_sealed as nameSealed',
      'account.phone_sealed as phoneSealed',
      'account.password_hash as passwordHash',
      'account.language',
      'account.created_at as createdAt',
    ])
    .where('account.deleted_at', 'is', null)
    // While it is not deleted these are there: the table's CHECKs say so.
    .$narrowType<{ emailSealed: string; nameSealed: string; passwordHash: string }>();

export async function accountByEmail(
  db: Kysely<Database>,
  emailIndex: string,
): Promise<AccountRecord | null> {
  return (await accounts(db).where('email_index', '=', emailIndex).executeTakeFirst()) ?? null;
}

/** Who a sign-in belongs to; null once it has ended, or the account is gone. */
export async function accountOfLogin(db: Kysely<Database>, loginId: string): Promise<AccountRecord | null> {
  const query = accounts(db)
    .innerJoin('login', 'login.account_id', 'account.id')
    .where('login.id', '=', loginId)
    .where(isLiveLogin);
  return (await query.executeTakeFirst()) ?? null;
}

export async function accountById(db: Kysely<Database>, id: string): Promise<AccountRecord | null> {
  return (await accounts(db).where('account.id', '=', id).executeTakeFirst()) ?? null;
}

/**
 * Holds the account's row as it is until the transaction ends, where its password still is the one that was checked: one
 * that was changed while Argon2id was at work opens nothing (ACT-12).
 */
export async function isStillPassword(
  trx: Transaction<Database>,
  id: string,
  passwordHash: string,
  { toChange = false } = {},
): Promise<boolean> {
  const query = trx
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', id)
    .where('deleted_at', 'is', null);
  // Two who both share the row and then both want to change it would wait for each other.
  const row = await (toChange ? query.forNoKeyUpdate() : query.forShare()).executeTakeFirst();
  return row?.password_hash === passwordHash;
}

export interface AccountPatch {
  readonly nameSealed?: string;
  readonly phoneIndex?: string | null;
  readonly phoneSealed?: string | null;
  readonly language?: 'ko' | 'en';
}

/** False where the phone belongs to another account, also to one that took it a moment ago: nothing is changed then. */
export async function changeAccount(db: Kysely<Database>, id: string, patch: AccountPatch): Promise<boolean> {
  try {
    const { rows } = await sql`
      update account set
        name_sealed = coalesce(${patch.nameSealed ?? null}, name_sealed),
        phone_index = case when ${patch.phoneIndex !== undefined} then ${patch.phoneIndex ?? null} else phone_index end,
        phone_sealed = case when ${patch.phoneIndex !== undefined} then ${patch.phoneSealed ?? null} else phone_sealed end,
        language = coalesce(${patch.language ?? null}, language),
        changed_at = now()
      where id = ${id} and deleted_at is null
      returning id`.execute(db);
    return rows.length === 1;
  } catch (fault) {
    if (isTaken(fault)) return false;
    throw fault;
  }
}

const isTaken = (fault: unknown): boolean =>
  fault instanceof Error && 'constraint' in fault && fault.constraint === 'account_phone';

export async function setPassword(
  trx: Transaction<Database>,
  id: string,
  passwordHash: string,
): Promise<void> {
  await trx
    .updateTable('account')
    .set({ password_hash: passwordHash, changed_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .execute();
}
