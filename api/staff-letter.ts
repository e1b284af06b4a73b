/** Letters to the people of the house and to whose account is flagged: sealed, and staged in the transaction of the act. */
import { hash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { stageOutbox } from '../db/outbox.ts';
import type { Database } from '../db/schema.ts';
import { sealText } from '../runtime/seal.ts';
import type { Deps } from './deps.ts';

export interface StaffLetter {
  readonly kind:
    | ('staff_invitation' | 'staff_withdrawn' | 'two_step_reset')
    | ('account_flagged' | 'appeal_received' | 'flag_kept' | 'flag_lifted');
  readonly language: 'ko' | 'en';
  readonly email: string;
  /** What its words are filled with. */
  readonly facts?: Readonly<Record<string, string>>;
}

export async function stageStaffLetter(
  { ring }: Pick<Deps, 'ring'>,
  trx: Transaction<Database>,
  { kind, language, email, facts = {} }: StaffLetter,
): Promise<void> {
  // Bound to the kind: a sealed text that is copied into a row of another kind does not open.
  const sealed = sealText(ring, JSON.stringify({ email, facts }), `letter:${kind}`);
  const key = `${kind}:${hash('sha256', sealed, 'base64url')}`;
  await stageOutbox(trx, [{ saleId: null, topic: 'mail', key, payload: { kind, language, sealed } }]);
}
