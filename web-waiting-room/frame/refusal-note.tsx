/** A "no" inside a page: what is so, what it means, the way out. */

import type { Facts } from '../language/fill.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { anyRefusal } from '../words/any-refusal.ts';
import { triedAgain } from '../words/tried-again.ts';

const labels = { en: 'Try again', ko: '다시 시도하기' };

export interface RefusalNoteProps {
  readonly refusal: Refusal;
  readonly facts?: Facts;
  readonly onRetry?: (() => void) | undefined;
  /** The page asks again by itself, after `retryAfterMs` where the server named it. */
  readonly isTriedAgain?: boolean;
}

export function RefusalNote({ refusal, facts = {}, onRetry, isTriedAgain = false }: RefusalNoteProps) {
  const words = anyRefusal(refusal.code, language.value);
  const { title, sentence } = isTriedAgain ? triedAgain(refusal.code, words, language.value) : words;
  const seconds = refusal.retryAfterMs === undefined ? null : Math.ceil(refusal.retryAfterMs / 1_000);
  return (
    <div class="refusal" role="alert">
      <p>
        <b>{fill(title, facts)}</b> {fill(sentence, { seconds, ...facts })}
      </p>
      {onRetry && (
        <button type="button" class="btn" onClick={onRetry}>
          {spoken(labels)}
        </button>
      )}
    </div>
  );
}
