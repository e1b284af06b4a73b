/**
 * The way round the check for who cannot do it (ACC-12, ACC-14, ACC-21): a code of six digits by mail, in the slow lane and
 * before there is a place. Code and mail are kept in one transaction; the mail itself is the queue-worker's. Address and
 * code travel sealed, bound to sale and visitor.
 */
import { hash } from 'node:crypto';
import { keepMailedCode, showMailedCode, spendMailedCode } from '../../db/mailed-codes.ts';
import { stageOutbox } from '../../db/outbox.ts';
import { mailedCodeBudgets } from '../../domain/limits.ts';
import { Refused } from '../../domain/refusals.ts';
import { addressGroup, networkGroup } from '../../domain/suspicion.ts';
import type { Budgets } from '../../redis/budgets.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { mailedCodeHashes, newMailedCode } from '../../tokens/mailed-code.ts';
import { sealMailedCode } from '../../tokens/sealed-code.ts';
import { addressOf } from '../line/address-of.ts';
import type { DeedDeps } from '../line/deed.ts';
import type { Hall } from '../line/hall.ts';
import { type Checked, clear, isSlow, withCheck } from './slow-lane.ts';

const PURPOSE = 'line_check';
const subjectOf = (saleId: string, entryId: string): string => `${saleId}|${entryId}`;

export interface CodeWish {
  /** Who shall use it: of a place in the slow lane, or what a place that is not taken yet will be known by. */
  readonly entryId: string;
  readonly email: string;
  readonly language: 'ko' | 'en';
  /** Where the request comes from. */
  readonly address: string;
}

/** Sends a code; nothing is said of whether the address is anybody's. */
export async function mailCheckCode(deps: DeedDeps, hall: Hall, wish: CodeWish): Promise<void> {
  const { db, ring, chance, access } = deps;
  const { entryId, language, address } = wish;
  const email = addressOf(wish.email);
  const { standing } = await hall.ask.read.add(entryId);
  const isAtDoor = standing.state === 'none' || standing.state === 'finished';
  if (!isAtDoor && !isSlow(standing))
    throw new Refused('invalid_request', { detail: 'There is no check to pass.' });
  const emailIndex = blindIndex(ring, email);
  // The asker's own first: whoever has none left takes nothing from a letter box.
  if (access.isLimited(address)) {
    await spend(access.budgets, 'address', addressGroup(address));
    await spend(access.budgets, 'network', networkGroup(address));
  }
  await spend(access.budgets, 'visitor', entryId);
  await spend(access.budgets, 'email', emailIndex);

  const saleId = hall.sale.id;
  const subject = subjectOf(saleId, entryId);
  const code = newMailedCode(chance);
  const [codeHash = ''] = mailedCodeHashes(ring, { purpose: PURPOSE, subject }, code);
  const sealed = sealMailedCode(ring, { saleId, entryId }, { email, code });
  await db.transaction().execute(async (trx) => {
    await keepMailedCode(trx, { purpose: PURPOSE, subject, emailIndex, codeHash });
    const key = `${PURPOSE}:${hash('sha256', sealed, 'base64url')}`;
    const { title } = hall.sale;
    const kind = isAtDoor ? 'join_check' : PURPOSE;
    const payload = { kind, saleId, visitorId: entryId, title, language, sealed };
    await stageOutbox(trx, [{ saleId, topic: 'mail', key, payload }]);
  });
}

/** The same answer for a wrong, used, replaced and ended one. Who is out of the slow lane already stays so. */
export async function tryCheckCode(
  deps: DeedDeps,
  hall: Hall,
  entryId: string,
  code: string,
): Promise<Checked> {
  const reading = await hall.ask.read.add(entryId);
  if (!isSlow(reading.standing)) return { ...reading, check: null };
  const whose = { saleId: hall.sale.id, entryId };
  if (await spendCheckCode(deps, whose, code, () => Promise.resolve(true)))
    return { ...(await clear(deps, hall, entryId, 'email')), check: null };
  const now = await withCheck(deps, hall, reading);
  if (now.check) throw new Refused('code_invalid');
  return now; // Cleared by another request meanwhile.
}

/** Null for one that is not good; else what `also` did in the same transaction said. */
export async function spendCheckCode<Done>(
  { db, ring }: Pick<DeedDeps, 'db' | 'ring'>,
  whose: { readonly saleId: string; readonly entryId: string },
  code: string,
  also: (trx: DeedDeps['db']) => Promise<Done>,
): Promise<Done | null> {
  const subject = subjectOf(whose.saleId, whose.entryId);
  const hashes = mailedCodeHashes(ring, { purpose: PURPOSE, subject }, code);
  const shown = await showMailedCode(db, { purpose: PURPOSE, subject, hashes });
  if (!shown) return null;
  return await db
    .transaction()
    .execute(async (trx) => ((await spendMailedCode(trx, shown)) ? await also(trx) : null));
}

async function spend(budgets: Budgets, kind: keyof typeof mailedCodeBudgets, whose: string): Promise<void> {
  const { free, perMinute } = mailedCodeBudgets[kind];
  const { isTaken, retryAfterMs } = await budgets.take(`mail-${kind}`, whose, { most: free, perMinute });
  if (!isTaken) throw new Refused('too_many_requests', { retryAfterMs });
}
