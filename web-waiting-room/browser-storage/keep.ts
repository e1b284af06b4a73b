/**
 * What a page keeps in the browser. Storage may be forbidden or full (private windows, frames of other sites): then it is
 * remembered while the page lives, and a reload starts from what the server knows.
 */

type Store = 'localStorage' | 'sessionStorage';

/** What could not be stored: known as long as this page lives. */
const unstored = new Map<string, string>();

/** The text kept under `key`, or null. */
export function kept(key: string, store: Store = 'localStorage'): string | null {
  return unstored.get(key) ?? storing(() => window[store].getItem(key)) ?? null;
}

export function keep(key: string, text: string, store: Store = 'localStorage'): void {
  unstored.set(key, text);
  storing(() => {
    window[store].setItem(key, text);
    unstored.delete(key);
  });
}

export function forget(key: string, store: Store = 'localStorage'): void {
  unstored.delete(key);
  storing(() => window[store].removeItem(key));
}

/** JSON kept under `key`; null where there is none or somebody changed it by hand. */
export function keptJson(key: string, store: Store = 'localStorage'): unknown {
  const text = kept(key, store);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The names of all that is kept and begins so. */
export function keptNames(prefix: string): string[] {
  const stored = storing(() => {
    const { localStorage } = window;
    return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
  });
  return [...unstored.keys(), ...(stored ?? [])].filter((name) => name.startsWith(prefix));
}

function storing<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    // SecurityError: storage is forbidden here. QuotaExceededError: it is full.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
