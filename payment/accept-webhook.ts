/**
 * A provider's webhook: a signed hint that one of its objects changed (PAY-4, PAY-5).
 *
 * Signature first, over the bytes as they came. Then the object is read from the provider, for the event may
 * be old by now or come after a newer one. Then inbox row and fact are committed together: an event that was
 * answered 2xx has had its effect, and one that fails half-way comes again, because the provider repeats what
 * was not answered.
 *
 * An account may serve others too, so an event may be about nothing of ours: no payment at all, or one that the provider
 * does not know as ours. Such an event is answered like any other, since repeating it would change nothing.
 *
 * Nearly every event is the only one of its kind, and of money that came: nobody looks first whether it was heard, and one
 * statement does all of it. A copy costs a question to the provider and two statements that change nothing.
 */
import type { Transaction } from 'kysely';
import { type FactOutcome, type PaymentFact, recordPaymentFact } from '../db/payments.ts';
import { recordSuccess } from '../db/record-success.ts';
import type { Database } from '../db/schema.ts';
import { recordFailedStray } from '../db/strays.ts';
import { enterInbox, type HeardEvent, wasHeard } from '../db/webhook-inbox.ts';
import { Refused } from '../domain/refusals.ts';
import { factOf } from './ask-provider.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { type PaymentProvider, ProviderFailed } from './provider.ts';

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
  const { db, providers } = deps;
  const provider = providers.get(name);
  if (!provider) throw new Refused('not_found');
  const { eventId, ref } = provider.verifyWebhook(rawBody, headers);
  const event = { provider: name, eventId };
  const fact = ref === null ? null : await factAbout(provider, ref);
  if (fact === null) return notOurs(deps, event, ref);

  if (await recordSuccess(db, fact, event)) return 'applied';
  if (await wasHeard(db, event)) return 'repeated';
  const outcome = await db.transaction().execute(async (trx) => {
    const recorded = await recordOf(trx, fact);
    // Behind the order's lock, as everywhere: two copies that came at once would wait for each other otherwise.
    return (await enterInbox(trx, event)) ? recorded : 'repeated';
  });
  return outcome === 'unknown' ? notOurs(deps, event, ref) : outcome;
}

/** Of a payment that is not here it may be money that was given back as a stray. */
async function recordOf(trx: Transaction<Database>, fact: PaymentFact): Promise<FactOutcome> {
  const outcome = await recordPaymentFact(trx, fact);
  return outcome === 'unknown' && (await recordFailedStray(trx, fact)) ? 'applied' : outcome;
}

/** Null where the provider has no such payment. */
async function factAbout(provider: PaymentProvider, ref: string): Promise<PaymentFact | null> {
  try {
    return factOf(provider, await provider.read(ref));
  } catch (fault) {
    if (fault instanceof ProviderFailed && fault.status === 404) return null;
    throw fault;
  }
}

function notOurs({ log }: PaymentDeps, event: HeardEvent, ref: string | null): 'unknown' {
  log.info({ ...event, ref }, 'webhook about nothing of ours');
  return 'unknown';
}
