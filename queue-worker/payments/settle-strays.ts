/**
 * Bringing strays home (PAY-19): money whose order is here is attached to it, and the writer decides what it buys; other
 * money of ours goes back to whoever paid it.
 *
 * Staff hear of a stray as soon as it is found and have some time to look. Where there are many, the database has probably
 * been put back to an earlier hour, or is the wrong one: then nothing is given back by itself, because a mistake of ours
 * must not undo an evening's sales.
 */
import { attachStray, closeStray, openStrays, type Stray, takeStrays } from '../../db/strays.ts';
import { factOf } from '../../payment/ask-provider.ts';
import type { PaymentDeps } from '../../payment/payment-deps.ts';
import type { PaymentProvider } from '../../payment/provider.ts';

const TIMES = { graceMs: 15 * 60_000, againMs: 60_000 };
/** More than a mishap makes, and far less than a lost evening. */
export const STRAYS_BY_ITSELF_MAX = 20;
const AT_ONCE = 50;

export async function settleStrays(deps: PaymentDeps, times = TIMES): Promise<void> {
  const mayGiveBack = (await openStrays(deps.db)) <= STRAYS_BY_ITSELF_MAX;
  for (const stray of await takeStrays(deps.db, times, AT_ONCE)) {
    const provider = deps.providers.get(stray.provider);
    if (!provider) continue;
    try {
      await settle(deps, provider, stray, mayGiveBack);
    } catch (err) {
      deps.log.warn({ err, ref: stray.ref }, 'a stray could not be settled');
    }
  }
}

async function settle(
  deps: PaymentDeps,
  provider: PaymentProvider,
  stray: Stray,
  mayGiveBack: boolean,
): Promise<void> {
  const said = await provider.read(stray.ref);
  if (stray.orderId !== null && stray.paymentId !== null) {
    const outcome = await attachStray(deps.db, stray.orderId, factOf(provider, said));
    if (outcome !== 'unknown') return await closeStray(deps.db, stray, 'attached');
  }
  const left = said.amount - said.refundedAmount;
  if (said.state === 'succeeded' && left > 0) {
    if (!mayGiveBack) return;
    const { refundedAmount } = await provider.refund(stray.ref, { amount: left, key: keyOf(stray) });
    if (refundedAmount < said.amount) return; // On its way: looked at again.
  }
  await closeStray(deps.db, stray, 'refunded');
}

/** The payment's own: where its row comes back later, a refund of it finds this one. */
const keyOf = ({ paymentId, ref }: Stray): string => paymentId ?? ref.slice(0, 64);
