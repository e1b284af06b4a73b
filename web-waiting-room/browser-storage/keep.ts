/**
 * What a page keeps in the browser. Storage may be forbidden or full (private windows, strict settings): then the
 * page works on without memory, and a reload starts from what the server knows.
 */

type Store = 'localStorage' | 'sessionStorage';

/** The text kept under `key`, or null. */
export function kept(key: string, store: Store = 'localStorage'): string | null {
  return storing(() => window[store].getItem(key)) ?? null;
}

export function keep(key: string, text: string, store: Store = 'localStorage'): void {
  storing(() => window[store].setItem(key, text));
}

export function forget(key: string, store: Store = 'localStorage'): void {
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

function storing<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    // SecurityError: storage is forbidden here. QuotaExceededError: it is full.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
