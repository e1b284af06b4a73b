/**
 * Sign-ins, of staff and of accounts. One row for as long as its refresh token is handed on; a token that was handed on
 * and shows up again means that two hold it, and the sign-in ends for both (API-4). What staff do is journaled.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { recordAct, staffActor } from './audit.ts';
import type { Database } from './schema.ts';

export type Holder = { readonly staffId: string } | { readonly accountId: string };

export interface NewLogin {
  readonly id: string;
  readonly holder: Holder;
  readonly refreshDigest: string;
  readonly device: string;
  readonly lastsMs: number;
}

export const isLiveLogin = sql<boolean>`login.ended_at is null and login.expires_at > now()`;

const columnsOf = (holder: Holder) =>
  'staffId' in holder ? { staff_id: holder.staffId } : { account_id: holder.accountId };

function holderOf(row: { staff_id: string | null; account_id: string | null }): Holder {
  if (row.staff_id !== null) return { staffId: row.staff_id };
  if (row.account_id !== null) return { accountId: row.account_id };
  throw new Error('a sign-in belongs to somebody');
}

export async function openLogin(trx: Transaction<Database>, login: NewLogin): Promise<void> {
  await trx
    .insertInto('login')
    .values({
      id: login.id,
      ...columnsOf(login.holder),
      refresh_digest: login.refreshDigest,
      device: login.device,
      expires_at: sql<Date>`now() + ${`${login.lastsMs} milliseconds`}::interval`,
    })
    .execute();
  if ('staffId' in login.holder)
    await recordAct(trx, { actor: staffActor(login.holder.staffId), act: 'auth.signIn' });
}

export type Rotation =
  | { readonly outcome: 'rotated' | 'again'; readonly loginId: string; readonly holder: Holder }
  | { readonly outcome: 'reused' | 'unknown' };

export interface RotateAsk {
  readonly oldDigest: string;
  /** Of the one successor that this token has: computed from it, so that asking twice is given the same one. */
  readonly newDigest: string;
  /** How long the old one may be shown again while nobody has used its successor. */
  readonly graceMs: number;
}

/**
 * One statement takes the old digest: of two who show the same token at once, the later finds it spent. Within the grace
 * that is `again`, two tabs or an answer that got lost, and both hold the same successor (ACT-10). Later it is `reused`.
 */
export async function rotateRefresh(
  db: Kysely<Database>,
  { oldDigest, newDigest, graceMs }: RotateAsk,
): Promise<Rotation> {
  return await db.transaction().execute(async (trx) => {
    const login = await trx
      .updateTable('login')
      .set({ refresh_digest: newDigest, refreshed_at: sql<Date>`now()` })
      .where('refresh_digest', '=', oldDigest)
      .where(isLiveLogin)
      .returning(['id', 'staff_id', 'account_id'])
      .executeTakeFirst();
    if (login) {
      await trx.insertInto('spent_refresh').values({ digest: oldDigest, login_id: login.id }).execute();
      return { outcome: 'rotated', loginId: login.id, holder: holderOf(login) };
    }
    const spent = await trx
      .selectFrom('spent_refresh')
      .innerJoin('login', 'login.id', 'spent_refresh.login_id')
      .select(['login.id', 'login.staff_id', 'login.account_id', 'login.refresh_digest'])
      .select(sql<boolean>`${isLiveLogin}`.as('isLive'))
      .select(sql<boolean>`spent_at > now() - ${graceMs} * interval '1 millisecond'`.as('isFresh'))
      .where('digest', '=', oldDigest)
      .executeTakeFirst();
    if (!spent) return { outcome: 'unknown' };
    if (spent.isLive && spent.isFresh && spent.refresh_digest === newDigest)
      return { outcome: 'again', loginId: spent.id, holder: holderOf(spent) };
    await endLogins(trx, { loginId: spent.id }, 'reused');
    return { outcome: 'reused' };
  });
}

export interface LoginView {
  readonly id: string;
  readonly device: string;
  readonly createdAt: Date;
  readonly refreshedAt: Date;
}

/** The live sign-ins of one holder, the newest first. */
export async function loginsOf(db: Kysely<Database>, holder: Holder): Promise<LoginView[]> {
  const [[column, value] = ['staff_id', '']] = Object.entries(columnsOf(holder));
  return await db
    .selectFrom('login')
    .select(['id', 'device', 'created_at as createdAt', 'refreshed_at as refreshedAt'])
    .where(column as 'staff_id' | 'account_id', '=', value)
    .where(isLiveLogin)
    .orderBy('created_at', 'desc')
    .execute();
}

type Ended =
  | ('signedOut' | 'signedOutEverywhere' | 'reused' | 'passwordChanged' | 'deleted')
  | ('withdrawn' | 'twoStepOn' | 'twoStepReset');
type Which =
  | (Holder & { readonly but?: string })
  | { readonly loginId: string }
  | { readonly refreshDigest: string };

/** Answers how many ended. `but`: this sign-in of the holder's goes on. */
export async function endLogins(trx: Transaction<Database>, which: Which, because: Ended): Promise<number> {
  const [column, value] =
    'loginId' in which
      ? (['id', which.loginId] as const)
      : 'refreshDigest' in which
        ? (['refresh_digest', which.refreshDigest] as const)
        : 'staffId' in which
          ? (['staff_id', which.staffId] as const)
          : (['account_id', which.accountId] as const);
  const ended = await trx
    .updateTable('login')
    .set({ ended_at: sql<Date>`now()`, ended_because: because })
    .where(column, '=', value)
    .where('id', '!=', ('but' in which && which.but) || '')
    .where('ended_at', 'is', null)
    .returning('staff_id')
    .execute();
  const staffId = ended[0]?.staff_id;
  if (staffId) {
    const detail = { because, logins: ended.length };
    await recordAct(trx, { actor: staffActor(staffId), act: 'auth.signOut', detail });
  }
  return ended.length;
}
