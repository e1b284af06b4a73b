/** A shape and a word about the connection; it admits when we are not connected. */
import { fill } from '../language/fill.ts';
import { timeOfDayExactly } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import type { LineWords } from '../words/line-words.ts';
import type { Link } from './link.ts';

export interface ConnectionLineProps {
  readonly link: Link;
  readonly heardAtMs: number | null;
  readonly words: LineWords;
}

export function ConnectionLine({ link, heardAtMs, words }: ConnectionLineProps) {
  const isOff = link.kind === 'off' || link.kind === 'over';
  return <p class={`live${isOff ? ' off' : ''}`}>{connectionWords(link, heardAtMs, words)}</p>;
}

function connectionWords(link: Link, heardAtMs: number | null, { labels, language }: LineWords): string {
  const at = (ms: number) => timeOfDayExactly(ms, language);
  const heard = heardAtMs ?? now.value;
  switch (link.kind) {
    case 'connecting':
      return labels.connecting;
    case 'live':
      return fill(labels.live, { time: at(heard) });
    case 'asking': {
      const seconds = Math.max(0, Math.ceil((link.nextAskMs - now.value) / 1_000));
      return fill(labels.asking, { time: at(heard), seconds });
    }
    default:
      return fill(labels.lost, { time: at(link.kind === 'off' ? link.sinceMs : heard) });
  }
}
