/** Your turn: the door of the aisle fills the page. One button, and what to expect inside. */
import type { ComponentChildren } from 'preact';
import type { SaleTier } from '../../domain/protocol.ts';
import type { Language } from '../language/choose-language.ts';
import { minutesAndSeconds } from '../language/duration.ts';
import { fill } from '../language/fill.ts';
import { price } from '../language/money.ts';
import { msOf } from '../language/time.ts';
import { availabilityWords } from '../stock/tier-words.ts';
import type { LineWords } from '../words/line-words.ts';
import type { BoardView } from './board-view.ts';
import { SaleHead } from './sale-head.tsx';

export interface DoorProps {
  readonly view: BoardView;
  readonly head: { readonly title: string; readonly what: string };
  readonly claimBy: string | null;
  readonly nowMs: number;
  readonly tiers: readonly SaleTier[];
  readonly passMinutes: number | null;
  readonly holdMinutes: number | null;
  readonly goIn: () => void;
  readonly leave: () => void;
  /** What went wrong with the claim, if anything. */
  readonly note: ComponentChildren;
  readonly words: LineWords;
}

export function Door(props: DoorProps) {
  const { view, head, claimBy, nowMs, tiers, goIn, leave, note } = props;
  const { labels, language } = props.words;
  const byMs = view.state === 'goingIn' ? null : msOf(claimBy);
  const left = leftNow(tiers, language);
  return (
    <div class="board">
      <SaleHead {...head} />
      <main id="main">
        <h1 class="say">{view.title}</h1>
        <p class="lead">{view.sentence}</p>
        {byMs !== null && (
          <p>
            <span class="label">{labels.timeToGoIn}</span>
            <span class="num num-2" role="timer" aria-live="off">
              {minutesAndSeconds(byMs - nowMs)}
            </span>
          </p>
        )}
        <button type="button" class="btn btn-go wide" ref={focusAtOnce} onClick={goIn}>
          {view.button}
        </button>
        {note && <div>{note}</div>}
        <div class="stack">
          {left && <p>{fill(labels.leftNow, { tiers: left })}</p>}
          {props.passMinutes !== null && props.holdMinutes !== null && (
            <p>{fill(labels.inside, { minutes: props.passMinutes, hold: props.holdMinutes })}</p>
          )}
        </div>
        {view.state !== 'goingIn' && (
          <button type="button" class="btn btn-text" onClick={leave}>
            {labels.notNow}
          </button>
        )}
        <p class="sr" role="alert">
          {view.title}. {view.sentence}
        </p>
      </main>
    </div>
  );
}

/** The same function each time, so that it is called once, when the button comes. */
const focusAtOnce = (button: HTMLButtonElement | null) => button?.focus();

/** Balcony B, ₩99,000, plenty left; … Only what can still be had. */
function leftNow(tiers: readonly SaleTier[], language: Language): string {
  const words = availabilityWords[language];
  return tiers
    .filter(({ availability }) => availability === 'plenty' || availability === 'few')
    .map((tier) => `${tier.name}, ${price(tier.price, language)}, ${words[tier.availability].toLowerCase()}`)
    .join('; ');
}
