/** The line that stays: until when, and how long that is. Still and small; it is information, not a threat. */
import { minutesAndSeconds } from '../language/duration.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { timeOfDayExactly } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { checkoutWords } from './words.ts';

/** From here on one sentence is added. */
const shortMs = 120_000;

export interface HoldLineProps {
  readonly endsAtMs: number;
  readonly isHeld: boolean;
}

export function HoldLine({ endsAtMs, isHeld }: HoldLineProps) {
  const words = spoken(checkoutWords);
  const time = timeOfDayExactly(endsAtMs, language.value);
  const leftMs = endsAtMs - now.value;
  return (
    <section class="hold" aria-label={words.region}>
      <p>{fill(isHeld ? words.heldUntil : words.chooseUntil, { time })}</p>
      <p>
        <b role="timer" aria-live="off">
          {minutesAndSeconds(leftMs)}
        </b>
      </p>
      {isHeld && (
        <p class="short" role="status">
          {leftMs > 0 && leftMs <= shortMs ? words.heldShort : ''}
        </p>
      )}
    </section>
  );
}
