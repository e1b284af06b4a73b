/**
 * An access code at the door (ACC-1, ACC-2, ACC-15). Tries are budgeted before they are made and a right one is forgiven.
 * A device that keeps guessing has to wait; an address, which may be a whole office, is asked for a check and never
 * locked out.
 */
import type { UsedCode } from '../../db/access-codes.ts';
import { codeGuessBudgets } from '../../domain/limits.ts';
import { Refused } from '../../domain/refusals.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { accessCodeHashes } from '../../tokens/access-code.ts';
import type { Access } from './access.ts';

export interface CodeTry {
  readonly saleId: string;
  readonly entryId: string;
  readonly code: string;
  /** Whose own guesses these are. */
  readonly device: string;
  /** The group of the address; null where addresses are not budgeted. */
  readonly group: string | null;
  /** A check was passed with this very request. */
  readonly isChecked: () => Promise<boolean>;
  /** Refuses with a challenge. */
  readonly ask: () => Promise<never>;
}

/** Guesses of an address are counted this far: above `free` each costs a check, whatever the number. */
const ADDRESS_GUESSES_MOST = 10_000;

export async function useCode(
  { access, ring }: { readonly access: Access; readonly ring: KeyRing },
  attempt: CodeTry,
): Promise<UsedCode> {
  const { saleId, entryId, code, device, group, isChecked, ask } = attempt;
  const { budgets } = access;
  const own = { most: codeGuessBudgets.device.free, perMinute: codeGuessBudgets.device.perMinute };
  const shared = { most: ADDRESS_GUESSES_MOST, perMinute: codeGuessBudgets.address.perMinute };

  const mine = await budgets.take('code-device', device, own);
  if (!mine.isTaken) throw new Refused('too_many_requests', { retryAfterMs: mine.retryAfterMs });
  if (group !== null) {
    const ours = await budgets.take('code-address', group, shared);
    if (ours.level > codeGuessBudgets.address.free && !(await isChecked())) {
      await budgets.giveBack('code-device', device, own);
      return await ask();
    }
  }
  const hashes = accessCodeHashes(ring, saleId, code);
  const used = await access.codes.add({ saleId, visitorId: entryId, hashes });
  if (!used) throw new Refused('code_invalid');
  await budgets.giveBack('code-device', device, own);
  if (group !== null) await budgets.giveBack('code-address', group, shared);
  return used;
}
