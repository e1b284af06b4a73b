/**
 * One answer at a time: word, shape and colour together, and what to do. Then looking again: a "let in" leaves the screen by
 * itself, so that the next in the queue is not let in by the one before; every other answer stays until the next scan.
 */
import { useEffect, useState } from 'preact/hooks';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { msOf, timeOfDay, timeOfDayExactly } from '../language/time.ts';
import type { Said } from './open-door.ts';
import { scannerWords } from './words.ts';

const shapes = {
  in: 'M8 25l10 10 22-24',
  already: 'M24 8v20M24 34v6',
  no: 'M10 10l28 28M38 10L10 38',
} as const;
const looks = { in: 'in', already: 'used', void: 'no', unknown: 'no' } as const;

/** Long enough to be read by two people, shorter than it takes the next one to step up. */
const letInMs = 5_000;

export function Verdict({ said }: { readonly said: Said | null }) {
  const words = spoken(scannerWords);
  const [overId, setOverId] = useState<string | null>(null);
  useEffect(() => {
    if (said?.result !== 'in' || said.again) return;
    const timer = setTimeout(() => setOverId(said.scanId), letInMs);
    return () => clearTimeout(timer);
  }, [said]);
  if (said === null || said.scanId === overId)
    return (
      <div class="verdict ready" role="status" aria-live="off">
        <p>
          {said === null
            ? words.ready
            : fill(words.last, { word: words.in, time: timeOfDayExactly(said.saidAtMs, language.value) })}
        </p>
      </div>
    );
  const { result } = said;
  const shape = result === 'in' || result === 'already' ? shapes[result] : shapes.no;
  return (
    // A new one each time: the same word twice is said twice.
    <div class={`verdict ${looks[result]}`} role="status" aria-live="assertive" key={said.scanId}>
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path d={shape} fill="none" stroke="currentColor" stroke-width="6" />
      </svg>
      <p class="say">{said.otherSale ? words.otherSale : words[result]}</p>
      <p>{textOf(said)}</p>
    </div>
  );
}

function textOf(said: Said): string {
  const words = spoken(scannerWords);
  const elsewhere = said.again ?? said;
  const atMs = msOf(elsewhere.at);
  const facts = {
    tier: said.tier,
    door: elsewhere.door,
    time: atMs === null ? null : timeOfDay(atMs, language.value),
  };
  if (said.otherSale) return words.otherSaleText;
  if (said.result === 'void') return words.voidText;
  if (said.result === 'unknown') return words.unknownText;
  if (said.result === 'already') return fill(words.alreadyText, facts);
  if (said.again) return fill(words.inAgain, facts);
  return fill(said.isUnlisted ? words.inUnlisted : words.inText, facts);
}
