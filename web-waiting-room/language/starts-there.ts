/** When something takes place, by the clock of its place: what stands on a ticket holds for whoever reads it, wherever. */
import { language } from './language.ts';
import { dateAndTimeThere, msOf } from './time.ts';

export interface Start {
  readonly startsAt: string | null;
  readonly timeZone: string;
}

/** Null where no time is set. */
export function startsThere({ startsAt, timeZone }: Start): string | null {
  const startsMs = msOf(startsAt);
  return startsMs === null ? null : dateAndTimeThere(startsMs, timeZone, language.value);
}
