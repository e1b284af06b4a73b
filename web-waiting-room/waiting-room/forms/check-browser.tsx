/** The browser solves the puzzle of its check and sends the solution; what it costs is said while it runs. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fill } from '../../language/fill.ts';
import { spoken } from '../../language/language.ts';
import type { Refusal } from '../../server/ask.ts';
import { now } from '../../server-clock/server-clock.ts';
import { refusalText } from '../../words/refusal-in-line.ts';
import type { CheckProps } from './check-panel.tsx';
import { solve } from './solve.ts';
import { formWords } from './words.ts';

type Progress = 'solving' | 'done' | { readonly wrong: string; readonly again: boolean };

export function CheckBrowser({ room, words: lineWords, onOther }: CheckProps) {
  const words = spoken(formWords);
  const [progress, setProgress] = useState<Progress>('solving');
  const [startedAtMs, setStarted] = useState(now.peek());
  const { place, refused } = room.model.value;
  // A solution that came too late is refused with another puzzle.
  const [another, setAnother] = useState<Refusal['challenge']>();
  const challenge = another ?? (place === null ? refused?.challenge : place.check?.challenge);
  const hasPlace = place !== null;

  useEffect(() => {
    if (progress !== 'solving') return;
    const leaving = new AbortController();
    void run(leaving.signal);
    return () => leaving.abort();

    async function run(signal: AbortSignal): Promise<void> {
      const solved = challenge === undefined ? 'failed' : await solve(challenge, signal);
      if (signal.aborted) return;
      if (typeof solved === 'string')
        return setProgress({
          wrong: solved === 'insecure' ? words.checkInsecure : words.checkFailed,
          again: solved === 'failed',
        });
      const refusal = await (hasPlace ? room.act('prove', solved) : room.joinWith(solved));
      if (signal.aborted) return;
      if (refusal?.challenge) setAnother(refusal.challenge);
      const isUnsolved = refusal?.code === 'proof_required';
      const wrong = refusal && (isUnsolved ? words.checkFailed : refusalText(refusal, lineWords.language));
      setProgress(wrong === null ? 'done' : { wrong, again: true });
    }
  }, [progress]);

  // The button that was pressed is gone: the reader goes on where the words are.
  const said = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => said.current?.focus(), [progress]);

  if (progress === 'done')
    return (
      <p role="status" tabIndex={-1} ref={said}>
        {words.checked}
      </p>
    );
  if (progress === 'solving')
    return (
      <p role="timer" aria-live="off" tabIndex={-1} ref={said}>
        {fill(words.checking, { seconds: Math.max(0, Math.round((now.value - startedAtMs) / 1_000)) })}
      </p>
    );
  const again = () => {
    setStarted(now.peek());
    setProgress('solving');
  };
  return (
    <div class="ask">
      <p role="alert" tabIndex={-1} ref={said}>
        {progress.wrong}
      </p>
      <div class="row">
        {progress.again && (
          <button type="button" class="btn btn-go" onClick={again}>
            {words.checkAgain}
          </button>
        )}
        <button type="button" class="btn" onClick={() => onOther('email')}>
          {words.checkByEmail}
        </button>
      </div>
    </div>
  );
}
