/** Whom an invitation of staff is for, sealed and bound to its row (STF-4). */
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';

export const invitationBinding = (invitationId: string): string => `staff_invitation:${invitationId}`;

export const sealInvitee = (ring: KeyRing, invitationId: string, email: string): string =>
  sealText(ring, email, invitationBinding(invitationId));

/** Throws where the text belongs to another row or its key left the ring. */
export const openInvitee = (ring: KeyRing, invitationId: string, sealed: string): string =>
  openText(ring, sealed, invitationBinding(invitationId));
