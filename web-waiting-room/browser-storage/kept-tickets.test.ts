/** What goes with a sign-in, and what a key still opens. */
import { afterEach, expect, test, vi } from 'vitest';
import { keep, kept } from './keep.ts';
import { forgetAccountCopies, keepTicketsCopy, ticketsCopy } from './kept-tickets.ts';

afterEach(() => vi.unstubAllGlobals());

function openStorage({ isDenied = false } = {}) {
  const stored = new Map<string, string>();
  const touch = <T>(act: () => T): T => {
    if (isDenied) throw new DOMException('The request was denied.', 'SecurityError');
    return act();
  };
  vi.stubGlobal('window', {
    localStorage: {
      get length() {
        return touch(() => stored.size);
      },
      key: (index: number) => touch(() => [...stored.keys()][index] ?? null),
      getItem: (key: string) => touch(() => stored.get(key) ?? null),
      setItem: (key: string, text: string) => touch(() => stored.set(key, text)),
      removeItem: (key: string) => touch(() => stored.delete(key)),
    },
  });
}

test.each([false, true])(
  'PAG-70: signing out leaves no copy that the account alone opens (storage denied: %s)',
  (isDenied) => {
    openStorage({ isDenied });
    keepTicketsCopy({ items: [] });
    for (const name of ['usher.copy.ord_1', 'usher.copy.ord_2', 'usher.order.ord_2']) keep(name, '"x"');
    for (const name of ['usher.transfer-copy.trf_1', 'usher.transfer-copy.trf_2', 'usher.transfer.trf_2'])
      keep(name, '"x"');
    forgetAccountCopies();
    expect(ticketsCopy()).toBeNull();
    for (const gone of ['usher.copy.ord_1', 'usher.transfer-copy.trf_1']) expect(kept(gone)).toBeNull();
    for (const stays of ['usher.copy.ord_2', 'usher.order.ord_2', 'usher.transfer-copy.trf_2'])
      expect(kept(stays)).toBe('"x"');
  },
);
