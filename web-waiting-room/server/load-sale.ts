/** A sale's settings, asked for until they come: a page that knows its title late is better than one that gives up. */
import { signal } from '@preact/signals';
import type { SaleView } from '../../domain/sale.ts';
import { ask, type Refusal } from './ask.ts';

const againMs = 3_000;

export interface LoadedSale {
  readonly value: SaleView | null;
  /** Set where there is nothing to show: no such sale, or no answer yet. */
  readonly refusal: Refusal | null;
}

/** Asks once, again after a failure, and about every `everyMs` where given, while somebody looks at the page. */
export function loadSale(slug: string, everyMs?: number) {
  const loaded = signal<LoadedSale>({ value: null, refusal: null });

  async function load(): Promise<void> {
    const answer = await ask<SaleView>('GET', `/sales/${encodeURIComponent(slug)}`);
    if (answer.ok) {
      loaded.value = { value: answer.value, refusal: null };
      if (everyMs !== undefined) again(everyMs);
      return;
    }
    const { refusal } = answer;
    const isMissing = refusal.code === 'not_found';
    if (isMissing || loaded.value.value === null) loaded.value = { value: null, refusal };
    if (!isMissing) again(refusal.retryAfterMs ?? againMs);
  }

  /** Half early, half late at random: a crowd on the same page does not ask in step. */
  function again(afterMs: number): void {
    setTimeout(() => (document.hidden ? again(afterMs) : void load()), afterMs * (0.75 + Math.random() / 2));
  }

  void load();
  return loaded;
}
