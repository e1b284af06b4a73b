/** What the waiting page says when it is refused: the whole page, or a small line beside a place that is safe. */
import { RefusalBoard } from '../frame/refusal-board.tsx';
import { language } from '../language/language.ts';
import { lineRefusal, refusalText } from '../words/refusal-in-line.ts';

export interface RefusedProps {
  readonly code: string;
  readonly retryAfterMs?: number | undefined;
  /** Left out where there is a place: then the refusal is a line of words. */
  readonly onRetry?: () => void;
}

export function Refused({ code, retryAfterMs, onRetry }: RefusedProps) {
  if (onRetry)
    return <RefusalBoard code={code} words={lineRefusal(code, language.value)} onRetry={onRetry} />;
  // The connection comes back by itself, and a call that was being answered is answered again.
  const said = { code, isTriedAgain: true, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  return <>{refusalText(said, language.value)}</>;
}
