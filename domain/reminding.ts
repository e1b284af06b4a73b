/** When "your turn is near" is written (MAI-30), in people ahead. */

/** Mail takes a minute, and so does finding the phone. */
const NEAR_MINUTES = 5;

export interface LetterPace {
  readonly admitPerMinute: number;
  readonly autopilotRate: number | null;
}

/** At the pace that the sale may have at most, so that a letter comes too early rather than too late. */
export const letterAhead = ({ admitPerMinute, autopilotRate }: LetterPace): number =>
  NEAR_MINUTES * Math.min(admitPerMinute, autopilotRate ?? admitPerMinute);
