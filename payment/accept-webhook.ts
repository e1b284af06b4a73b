/**
 * A provider's webhook: a signed hint that one of its objects changed (PAY-4, PAY-5).
 *
 * Signature first, over the bytes as they came. Then the object is read from the provider, for the event may
 * be old by now or come after a newer one. Then inbox row and fact go into one transaction: an event that was
 * answered 2xx has had its effect, and one that fails half-way comes again, because the provider repeats what
 * was not answered.
 */
import { recordPaymentFact } from '../db/payments.ts';
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
  const provider = deps.providers.get(name);
  if (!provider) throw new Refused('not_found');
  const { eventId, ref } = provider.verifyWebhook(rawBody, headers);
  if (await wasHeard(deps.db, { provider: name, eventId })) return 'repeated';

  const said = await provider.read(ref);
  const outcome = await deps.db.transaction().execute(async (trx) => {
    if (!(await enterInbox(trx, { provider: name, eventId, body: rawBody }))) return 'repeated';
    return await recordPaymentFact(trx, factOf(provider, said));
  });
  if (outcome === 'unknown') deps.log.warn({ provider: name, eventId, ref }, 'webhook about nothing of ours');
  return outcome;
}
