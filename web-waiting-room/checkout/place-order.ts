/** Sends an attempt until its outcome is known: a repetition under the same key is the same order (PAG-10). */
import type { PlacedOrder } from '../../domain/order-view.ts';
import { keptLine, lineToKeep } from '../browser-storage/kept-line.ts';
import { keptPass } from '../browser-storage/kept-pass.ts';
import { type Answer, ask, type Refusal } from '../server/ask.ts';
import { accountBearer, renew } from '../signing-in/signed-in.ts';
import { type Attempt, isUnknown } from './attempt.ts';

/** Then the visitor is asked to press again; nothing is lost by it. */
const tries = 8;
const againMs = 1_500;

export interface PlaceOrder {
  readonly slug: string;
  /** A sale without a line needs no pass, only the browser's secret. */
  readonly needsPass: boolean;
  readonly attempt: Attempt;
  /** Called before each wait, with the reason. */
  readonly waits: (refusal: Refusal) => void;
}

export async function placeOrder({
  slug,
  needsPass,
  attempt,
  waits,
}: PlaceOrder): Promise<Answer<PlacedOrder>> {
  for (let remaining = tries; ; remaining--) {
    const { secret } = needsPass ? (keptLine(slug) ?? { secret: undefined }) : lineToKeep(slug);
    const answer = await ask<PlacedOrder>('POST', `/sales/${encodeURIComponent(slug)}/orders`, {
      body: JSON.parse(attempt.body) as unknown,
      headers: {
        'usher-pass': needsPass ? keptPass(slug)?.pass : undefined,
        'usher-secret': (needsPass ? keptPass(slug)?.secret : undefined) ?? secret,
        'idempotency-key': attempt.key,
        ...accountBearer(),
      },
    });
    // The token ended meanwhile: with a new one, or as nobody, the same order goes on.
    if (!answer.ok && answer.refusal.code === 'not_signed_in' && remaining > 1) {
      await renew();
      continue;
    }
    if (answer.ok || !isUnknown(answer.refusal.code) || answer.refusal.code === 'internal') return answer;
    if (remaining <= 1) return answer;
    waits(answer.refusal);
    await new Promise((done) => setTimeout(done, answer.refusal.retryAfterMs ?? againMs));
  }
}
