/** What a flag says that somebody must look at. */
export const flagKinds = [
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
  'refunded_at_provider',
  'refund_refused',
  'refund_failed',
  'stray_money',
  'command_refused',
  'mail_bounced',
  'mail_given_up',
] as const;
export type FlagKind = (typeof flagKinds)[number];
