/**
 * "Check my place" (VER-24): a button, and what this browser computed. Fetches one visitor's part of the proof, a few
 * kilobytes, and judges it by recompute.ts. Loaded when somebody opens the draw's dialog, never before.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PlaceProof } from '../../domain/draw-proof.ts';
import { keptLine } from '../browser-storage/kept-line.ts';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { ask } from '../server/ask.ts';
import { drawTold } from './draw-told.ts';
import { entryOf } from './entry-of-receipt.ts';
import { type Checked, type CheckResult, checks, recompute } from './recompute.ts';
import { checkWords } from './words.ts';

export interface CheckPlaceProps {
  readonly slug: string;
  /** `lobbyIndex` of the place message. */
  readonly index: number;
  /** `number` of the place message; left out where the place has none. */
  readonly number?: number | undefined;
  readonly language: 'ko' | 'en';
}

type Shown = 'nothing' | 'working' | 'failed' | Checked;

export function CheckPlace({ slug, index, number, language }: CheckPlaceProps) {
  const [shown, setShown] = useState<Shown>('nothing');
  const words = spoken(checkWords);
  const said = useRef<HTMLDivElement>(null);
  // The dialog is longer than a phone: what was found would stand below its edge.
  useEffect(() => {
    if (shown !== 'nothing' && shown !== 'working') said.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);

  async function check(): Promise<void> {
    setShown('working');
    const answer = await ask<PlaceProof>('GET', `/sales/${encodeURIComponent(slug)}/proof?index=${index}`);
    if (!answer.ok) return setShown('failed');
    const entryId = entryOf(keptLine(slug)?.receipt);
    setShown(recompute(answer.value, { entryId, number: number ?? null, ...drawTold(slug) }));
  }

  const isDone = typeof shown === 'object';
  return (
    <section class="check-place">
      <p>
        <button
          type="button"
          class="btn"
          aria-disabled={shown === 'working'}
          onClick={() => shown !== 'working' && void check()}
        >
          {shown === 'working' ? words.working : isDone ? words.again : words.start}
        </button>
      </p>
      <div role="status" ref={said}>
        {shown === 'failed' && <p>{words.failed}</p>}
        {isDone && <Results checked={shown} index={count(index, language)} language={language} />}
      </div>
    </section>
  );
}

interface ResultsProps {
  readonly checked: Checked;
  readonly index: string;
  readonly language: 'ko' | 'en';
}

function Results({ checked, index, language }: ResultsProps) {
  const words = spoken(checkWords);
  const { computedNumber } = checked;
  const facts = { index, number: computedNumber === null ? null : count(computedNumber, language) };
  const results = checks.map((name) => ({ name, result: checked[name] }));
  if (results.every(({ result }) => result === 'later')) return <p>{words.nothingDrawn}</p>;
  return (
    <>
      {results.some(({ result }) => result === 'wrong') && <p role="alert">{words.somethingWrong}</p>}
      {results.every(({ result }) => result === 'right') && <p>{words.allRight}</p>}
      <ul>
        {results.map(({ name, result }) => (
          <li key={name}>
            <strong>{words.marks[markOf(result)]}</strong> {fill(words.results[name][result], facts)}
          </li>
        ))}
      </ul>
    </>
  );
}

const markOf = (result: CheckResult): 'right' | 'wrong' | 'open' =>
  result === 'right' || result === 'wrong' ? result : 'open';
