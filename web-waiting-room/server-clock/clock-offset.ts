/**
 * How far the server's clock is from this computer's (PAG-8), as an interval that each answer narrows.
 *
 * A `Date` header has whole seconds and a request takes time, so one answer says only: the server's clock read
 * something in [date, date + 1 s) between sending and receiving. Several such intervals together are exact to some
 * tens of milliseconds. When one contradicts the rest, a clock was changed and the newest counts alone.
 */

export interface ClockOffset {
  readonly lowMs: number;
  readonly highMs: number;
}

export interface ClockReading {
  /** What the server's clock read at least, and at most. */
  readonly fromMs: number;
  readonly toMs: number;
  /** By this computer's clock: between these two the server read it. */
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
}

export function narrowed(known: ClockOffset | null, reading: ClockReading): ClockOffset {
  const lowMs = reading.fromMs - reading.receivedAtMs;
  const highMs = reading.toMs - reading.sentAtMs;
  if (known === null) return { lowMs, highMs };
  const both = { lowMs: Math.max(known.lowMs, lowMs), highMs: Math.min(known.highMs, highMs) };
  return both.lowMs <= both.highMs ? both : { lowMs, highMs };
}

/** ms to add to this computer's clock. */
export const offsetMs = (offset: ClockOffset | null): number =>
  offset === null ? 0 : Math.round((offset.lowMs + offset.highMs) / 2);
