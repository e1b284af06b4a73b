/**
 * What a door learns afterwards: somebody is inside twice, or with a ticket that was void by then. It stays on the screen
 * until somebody has read it, and is told once, also after the page was opened again.
 */
import { signal } from '@preact/signals';
import { keep, kept } from '../browser-storage/keep.ts';

export interface Twice {
  /** Of the scan here. */
  readonly id: string;
  /** Here. */
  readonly scannedAt: string;
  readonly door: string;
  readonly at: string;
  /** `void`: let in here, though the ticket was refunded or passed on before the list knew. */
  readonly why: 'twice' | 'void';
}

const key = 'usher.door.told';
const readMax = 200;

export function openTold() {
  const twice = signal<readonly Twice[]>([]);
  return {
    twice,
    tell(news: readonly Twice[]): void {
      const known = new Set([...read(), ...twice.value.map(({ id }) => id)]);
      const fresh = news.filter(({ id }) => !known.has(id));
      if (fresh.length > 0) twice.value = [...twice.value, ...fresh];
    },
    readIt(id: string): void {
      keep(key, [...read(), id].slice(-readMax).join(' '));
      twice.value = twice.value.filter((one) => one.id !== id);
    },
  };
}

const read = (): string[] => (kept(key) ?? '').split(' ').filter((id) => id !== '');
