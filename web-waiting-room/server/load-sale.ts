/** A sale's settings, asked for until they come: a page that knows its title late is better than one that gives up. */
import { signal } from '@preact/signals';
import type { SaleView } from '../../domain/sale.ts';
import { ask, type Refusal } from './ask.ts';

const againMs = 3_000;

export interface LoadedSale {
  readonly value: SaleView | null;
  /** Set once the server says that there is no such sale. */
  readonly refusal: Refusal | null;
}

/** Follows the sale: asks once, again after a failure, and every `everyMs` where given. */
export function loadSale(slug: string, everyMs?: number) {
  const loaded = signal<LoadedSale>({ value: null, refusal: null });
  async function load(): Promise<void> {
    const answer = await ask<SaleView>('GET', `/sales/${encodeURIComponent(slug)}`);
    if (answer.ok) loaded.value = { value: answer.value, refusal: null };
    else if (answer.refusal.code === 'not_found' || loaded.value.value === null)
      loaded.value = { value: null, refusal: answer.refusal };
    if (!answer.ok && answer.refusal.code === 'not_found') return;
    const nextMs = answer.ok ? everyMs : (answer.refusal.retryAfterMs ?? againMs);
    if (nextMs !== undefined) setTimeout(() => void load(), nextMs);
  }
  void load();
  return loaded;
}
