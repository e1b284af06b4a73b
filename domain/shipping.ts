/**
 * When an order of goods moves on (SHP-1, SHP-2): days are calendar days where the organiser is, so "the day after" is the
 * same for who pays at 00:01 and at 23:59. A step falls due when its day begins; what may be done until a day may be done
 * through all of it, and not in the instant after.
 */
import assert from 'node:assert/strict';

/** Days after the step before. */
export interface ShippingDays {
  /** Paid → handed over. */
  readonly ship: number;
  /** Paid → delivered. */
  readonly deliver: number;
  /** Delivered → the last day on which a return may be asked for. */
  readonly returns: number;
  /** A return asked for → taken back. */
  readonly takeBack: number;
}

/** As the shops before us had it: shipped on the next day, delivered on the second, returned until the day after. */
export const shippingDays: ShippingDays = { ship: 1, deliver: 2, returns: 1, takeBack: 1 };

export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (fault) {
    if (fault instanceof RangeError) return false;
    throw fault;
  }
};

/** The instant at which the day begins that is `days` calendar days after the one of `at`, in this time zone. */
export function dayBegins(at: Date, days: number, timeZone: string): Date {
  assert(Number.isInteger(days));
  const [year, month, day] = partsOf(at, timeZone);
  const midnightUtcMs = Date.UTC(year, month - 1, day + days);
  // The zone's distance from UTC at about that moment; twice, because the first guess may lie across a change of clocks.
  let guessMs = midnightUtcMs - distanceMs(midnightUtcMs, timeZone);
  guessMs = midnightUtcMs - distanceMs(guessMs, timeZone);
  return new Date(guessMs);
}

type Parts = [year: number, month: number, day: number, hour: number, minute: number, second: number];

function partsOf(at: Date, timeZone: string): Parts {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0;
  return [of('year'), of('month'), of('day'), of('hour'), of('minute'), of('second')];
}

function distanceMs(atMs: number, timeZone: string): number {
  const [year, month, day, hour, minute, second] = partsOf(new Date(atMs), timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(atMs / 1_000) * 1_000;
}
