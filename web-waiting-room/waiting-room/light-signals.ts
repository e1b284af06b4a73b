/**
 * Signals for the waiting page: what it and the parts it shares with other pages use of @preact/signals, in a fifth of the
 * weight (PAG-12). The build puts this in its place (vite.config.ts); the words are the same, and so is what they mean,
 * except that effects run once for all changes of one moment, right after it.
 */

/** Something that has read signals, and must read them anew when one changes. */
interface Reader {
  readonly heard: Set<Set<Reader>>;
  stale(): void;
}

let reading: Reader | null = null;
const due = new Set<() => void>();

export interface ReadonlySignal<T> {
  readonly value: T;
  /** Reads it without following it. */
  peek(): T;
}
export interface Signal<T> extends ReadonlySignal<T> {
  value: T;
}

export function signal<T>(initial: T): Signal<T> {
  const readers = new Set<Reader>();
  let held = initial;
  return {
    get value() {
      follow(readers);
      return held;
    },
    set value(next) {
      if (Object.is(held, next)) return;
      held = next;
      for (const reader of [...readers]) reader.stale();
    },
    peek: () => held,
  };
}

/** Computed when it is read and something it has read has changed since. */
export function computed<T>(compute: () => T): ReadonlySignal<T> {
  const readers = new Set<Reader>();
  let held: { readonly value: T } | null = null;
  const self: Reader = {
    heard: new Set(),
    stale() {
      if (held === null) return;
      held = null;
      for (const reader of [...readers]) reader.stale();
    },
  };
  const now = (): T => {
    held ??= { value: readAs(self, compute) };
    return held.value;
  };
  return {
    get value() {
      follow(readers);
      return now();
    },
    peek: now,
  };
}

/** Runs `act` now, and again after each change of what it has read. */
export function effect(act: () => void): void {
  const run = () => readAs(self, act);
  const self: Reader = {
    heard: new Set(),
    stale() {
      if (due.size === 0) queueMicrotask(runDue);
      due.add(run);
    },
  };
  run();
}

function runDue(): void {
  try {
    // An effect may make others due, which run in the same round.
    for (const run of due) {
      due.delete(run);
      run();
    }
  } finally {
    if (due.size > 0) queueMicrotask(runDue);
  }
}

function follow(readers: Set<Reader>): void {
  if (reading === null) return;
  readers.add(reading);
  reading.heard.add(readers);
}

function readAs<T>(self: Reader, act: () => T): T {
  for (const readers of self.heard) readers.delete(self);
  self.heard.clear();
  const outer = reading;
  reading = self;
  try {
    return act();
  } finally {
    reading = outer;
  }
}
