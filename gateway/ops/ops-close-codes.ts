/** How the dashboard's socket closes; the ranges mean what they mean for visitors: below 4500 come back, else do not. */
export const opsCloseCodes = {
  restarting: 4001,
  too_slow: 4002,
  no_hello: 4004,
  /** The stores are away: nobody can say who this is. */
  busy: 4005,
  bad_message: 4501,
  no_such_sale: 4503,
  /** Not signed in, or not any more: sign in and connect anew. */
  signed_out: 4510,
  /** The role does not include watching. */
  not_allowed: 4511,
} as const;

export type OpsCloseReason = keyof typeof opsCloseCodes;
