/**
 * Refusals: the answers "no" that the product means, each with a stable code that API, sockets, pages, logs
 * and SPEC share. Anything else that is thrown is a fault or a bug and travels untouched to the edge of its process.
 */
import type { CheckReason } from './protocol.ts';

export const refusals = {
  invalid_request: { status: 422, title: 'The request does not have the documented shape' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  not_allowed: { status: 403, title: 'This account may not do that' },
  pass_required: { status: 401, title: 'Join the line first' },
  pass_invalid: { status: 401, title: 'This pass does not open this sale' },
  pass_ended: { status: 403, title: 'The time to buy has ended' },
  secret_required: { status: 401, title: 'This place is bound to a secret that was not given' },
  receipt_invalid: { status: 401, title: 'This receipt is not one of ours' },
  two_step_required: { status: 403, title: 'Turn on two-step sign-in first' },
  account_flagged: { status: 403, title: 'This account may not order in sales for accounts' },
  not_found: { status: 404, title: 'Nothing here' },
  sold_out: { status: 409, title: 'Not enough left' },
  limit_reached: { status: 409, title: 'The limit per visitor is reached' },
  key_reused: { status: 409, title: 'This Idempotency-Key was used with another request' },
  in_progress: { status: 409, title: 'The first request with this Idempotency-Key is still being worked on' },
  sale_not_open: { status: 409, title: 'The sale is not open' },
  tier_in_use: { status: 409, title: 'Somebody waits for it, holds it, or was promised a unit of it' },
  last_tier: { status: 409, title: 'A sale keeps at least one tier' },
  capacity_in_use: { status: 409, title: 'More is held or sold than the new capacity' },
  order_not_payable: { status: 409, title: 'The order is not waiting for a payment' },
  payment_not_taken: { status: 409, title: 'The payment provider does not take this payment' },
  order_not_cancellable: { status: 409, title: 'The order can no longer be cancelled' },
  refund_too_large: { status: 409, title: 'So much of it is not left to give back' },
  not_enough_points: { status: 409, title: 'There are not so many points' },
  too_little_left: { status: 409, title: 'The points would leave less to pay than can be paid' },
  nothing_to_replay: { status: 409, title: 'It is done, or cannot be done again' },
  account_taken: { status: 409, title: 'Another account has this address or phone number' },
  last_owner: { status: 409, title: 'The house keeps at least one owner' },
  flag_settled: { status: 409, title: 'This has been decided, or is not open' },
  return_closed: { status: 409, title: 'The time for giving it back has not begun or is over' },
  return_settled: { status: 409, title: 'This return has been decided' },
  ticket_not_transferable: { status: 409, title: 'This ticket cannot be passed on' },
  transfer_ended: { status: 410, title: 'This ticket is not on offer any more' },
  category_taken: { status: 409, title: 'Another category has this slug' },
  category_in_use: { status: 409, title: 'Sales or categories are filed under it' },
  sale_in_use: { status: 409, title: 'Somebody holds or pays an order of it' },
  slug_taken: { status: 409, title: 'Another sale has this slug' },
  hold_lapsed: { status: 410, title: 'The hold has ended' },
  too_large: { status: 413, title: 'The request is too large' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  code_required: { status: 403, title: 'This line needs an access code' },
  code_invalid: { status: 403, title: 'This code is not good, or no longer' },
  proof_required: { status: 403, title: 'A proof of work is required' },
  busy: { status: 503, title: 'Very busy right now' },
  internal: { status: 500, title: 'Something broke on our side' },
} as const satisfies Record<string, { status: number; title: string }>;

export type RefusalCode = keyof typeof refusals;

/** More about one refusal, for whoever was refused: what is left per tier, when to come back, which field. */
export interface RefusalDetail {
  readonly detail?: string;
  readonly left?: Readonly<Record<string, number>>;
  readonly retryAfterMs?: number;
  readonly challenge?: Readonly<Record<string, unknown>>;
  /** Why a proof is asked for. */
  readonly reason?: CheckReason;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** Thrown where there is I/O, so that an open transaction rolls back on its own way out. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;
  readonly more: RefusalDetail;

  constructor(code: RefusalCode, more: RefusalDetail = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.more = more;
  }
}
