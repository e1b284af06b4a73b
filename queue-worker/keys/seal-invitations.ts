/**
 * Invitations whose address stands in clear are sealed (RUN-21): they are of before migration 0040, and only who has the
 * keys can seal them. Several workers at once, or dying half-way, only cost time. It comes back each hour, because an older
 * version of ours beside this one invites in clear.
 */
import { invitationsInClear, sealInvitation } from '../../db/invitations-in-clear.ts';
import { repeat } from '../../runtime/repeat.ts';
import { blindIndex } from '../../runtime/seal.ts';
import { sealInvitee } from '../../tokens/sealed-invitation.ts';
import type { Deps, Running } from '../deps.ts';

type SealDeps = Pick<Deps, 'db' | 'ring' | 'log'>;

const SWEEP_MS = 3_600_000;
/** More than a house has within the days that they are kept. */
const ROWS_A_ROUND = 1_000;

export const startSealInvitations = (deps: SealDeps): Running =>
  repeat('sealing invitations', SWEEP_MS, () => sealInvitations(deps), deps.log);

export async function sealInvitations({ db, ring }: SealDeps): Promise<void> {
  for (const { id, email } of await invitationsInClear(db, ROWS_A_ROUND))
    await sealInvitation(db, {
      id,
      emailSealed: sealInvitee(ring, id, email),
      emailIndex: blindIndex(ring, email),
    });
}
