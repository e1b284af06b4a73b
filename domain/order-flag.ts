/** What a flag says that somebody must look at. */

/** Told by a letter to the staff as well. A mail that did not arrive is told by no other mail. */
export const toldFlags = [
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
  'refunded_at_provider',
  'refund_refused',
  'refund_failed',
  'stray_money',
  'command_refused',
] as const;
export const flagKinds = [...toldFlags, 'mail_bounced', 'mail_given_up'] as const;

export type ToldFlag = (typeof toldFlags)[number];
export type FlagKind = (typeof flagKinds)[number];

export const isToldFlag = (kind: string): kind is ToldFlag => (toldFlags as readonly string[]).includes(kind);
