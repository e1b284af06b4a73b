/**
 * A provider's webhook: a signed hint that one of its objects changed (PAY-4, PAY-5).
 *
 * Signature first, over the bytes as they came. Then the object is read from the provider, for the event may
 * be old by now or come after a newer one. Then inbox row and fact are committed together: an event that was
 * answered 2xx has had its effect, and one that fails half-way comes again, because the provider repeats what
 * was not answered.
 *
 * Nearly every event is the only one of its kind, and of money that came: nobody looks first whether it was heard, and one
 * statement does all of it. A copy costs a question to the provider and two statements that change nothing.
 */
import { recordPaymentFact } from '../db/payments.ts';
import { recordSuccess } from '../db/record-success.ts';
import { enterInbox, wasHeard } from '../db/webhook-inbox.ts';
import { Refused } from '../domain/refusals.ts';
import { factOf } from './ask-provider.ts';
import type { PaymentDeps } from './payment-deps.ts';

export interface Webhook {
  readonly provider: string;
  /** Untouched: the signature is over these bytes. */
  readonly rawBody: string;
  readonly headers: Headers;
}

/**
 * Answers what it did, for the log and the tests; every outcome is a 2xx to the provider. Refuses with
 * `not_found` for an unknown provider and `not_signed_in` for a signature that does not hold. A silent
 * provider is a fault: 5xx.
 */
export async function acceptWebhook(
  deps: PaymentDeps,
  { provider: name, rawBody, headers }: Webhook,
): Promise<'applied' | 'known' | 'unknown' | 'repeated'> {
  const { db, providers, log } = deps;
  const provider = providers.get(name);
  if (!provider) throw new Refused('not_found');
  const { eventId, ref } = provider.verifyWebhook(rawBody, headers);
  const event = { provider: name, eventId };
  const fact = factOf(provider, await provider.read(ref));

  if (await recordSuccess(db, fact, event)) return 'applied';
  if (await wasHeard(db, event)) return 'repeated';
  const outcome = await db.transaction().execute(async (trx) => {
    const recorded = await recordPaymentFact(trx, fact);
    // Behind the order's lock, as everywhere: two copies that came at once would wait for each other otherwise.
    return (await enterInbox(trx, event)) ? recorded : 'repeated';
  });
  if (outcome === 'unknown') log.warn({ provider: name, eventId, ref }, 'webhook about nothing of ours');
  return outcome;
}
