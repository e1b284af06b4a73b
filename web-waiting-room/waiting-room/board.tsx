/** The board: connection, state, figure, range, aisle, promise and the one button. It speaks only about you. */
import { Component, type ComponentChildren, createRef } from 'preact';
import type { Quote } from '../../domain/pause-reason.ts';
import { WithQuote } from '../frame/with-quote.tsx';
import type { LineWords } from '../words/line-words.ts';
import type { ActionView } from './actions.ts';
import type { BoardView } from './board-view.ts';
import { ConnectionLine } from './connection-line.tsx';
import type { Link } from './link.ts';
import { SaleHead } from './sale-head.tsx';

export interface BoardProps {
  readonly view: BoardView;
  /** What the organiser wrote, within the sentence. */
  readonly quote: Quote | null;
  readonly link: Link;
  readonly heardAtMs: number | null;
  readonly actions: readonly ActionView[];
  /** Below the promise: what pressing the button has arranged. */
  readonly note: ComponentChildren;
  /** Takes the place of the buttons: a form, a check that is running. */
  readonly panel: ComponentChildren;
  readonly head: { readonly title: string; readonly what: string };
  readonly words: LineWords;
}

/** Nothing is kept yet that a connection could bring. */
const beforeJoining: readonly BoardView['state'][] = ['code', 'proof'];

export function Board({ view, quote, link, heardAtMs, actions, note, panel, head, words }: BoardProps) {
  const near = view.aisle ? view.aisle.gone / view.aisle.of : 0;
  return (
    <div class={`board${view.state === 'offline' ? ' stale' : ''}`} style={{ '--near': near.toFixed(2) }}>
      <SaleHead {...head} />
      {/* What is found takes the place of what was said while finding it, and moves none of that. */}
      <main id="main" key={view.state === 'joining' ? 'finding' : 'found'}>
        {!beforeJoining.includes(view.state) && (
          <ConnectionLine link={link} heardAtMs={heardAtMs} words={words} />
        )}
        <section class="place" aria-labelledby="state">
          <Heading view={view} />
          {view.loud && (
            <p class="lead">
              <WithQuote text={view.sentence} quote={quote} />
            </p>
          )}
          <Figure view={view} />
        </section>
        {view.estimate && (
          <div>
            <p class="eta">
              {view.estimate.range}
              {view.estimate.until && <span> {view.estimate.until}</span>}
            </p>
            {view.estimate.why && <p class="why">{view.estimate.why}</p>}
          </div>
        )}
        {view.aisle && (
          <div class="walk stack">
            <progress class="aisle" value={view.aisle.gone} max={view.aisle.of} aria-labelledby="gone" />
            <p id="gone" class="quiet small">
              {view.aisle.words}
            </p>
          </div>
        )}
        {view.asides.length > 0 && (
          <div class="stack quiet small">
            {view.asides.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </div>
        )}
        {(!view.loud || note) && (
          <div class="note">
            {!view.loud && (
              <p>
                <b>{view.sentence}</b>
              </p>
            )}
            {note && <div class="quiet small">{note}</div>}
          </div>
        )}
        {panel}
        {!panel && actions.length > 0 && (
          <div class="row">
            {actions.map(({ label, act, isNext }) => (
              <button
                type="button"
                class={isNext ? 'btn btn-go wide' : 'btn btn-text'}
                key={label}
                onClick={act}
              >
                {label}
              </button>
            ))}
          </div>
        )}
      </main>
    </div>
  );
}

function Figure({ view: { figure, loud } }: { readonly view: BoardView }) {
  if (!figure) return null;
  const { label, value, unit, under, isTimer } = figure;
  return (
    <>
      <p>
        <span class="label">{label}</span>
        {isTimer ? (
          // 28 min is wider than any number of people.
          <span class={`num${loud || value.length > 5 ? ' num-2' : ''}`} role="timer" aria-live="off">
            {value}
          </span>
        ) : (
          <span class={`num${loud ? ' num-2' : ''}`} key={value}>
            {value}
            {unit && <small>{unit}</small>}
          </span>
        )}
      </p>
      {under && <p class="quiet">{under}</p>}
    </>
  );
}

/** After a change of state the reader stands at the new heading, unless they were busy elsewhere on the page. */
class Heading extends Component<{ readonly view: BoardView }> {
  readonly #shown = createRef<HTMLHeadingElement>();

  override componentDidUpdate({ view: before }: { readonly view: BoardView }): void {
    if (before.state === this.props.view.state || before.state === 'joining') return;
    const active = document.activeElement;
    if (active === document.body || active?.closest('.board')) this.#shown.current?.focus();
  }

  override render({ view }: { readonly view: BoardView }) {
    return (
      <h1 id="state" ref={this.#shown} tabIndex={-1} class={view.loud ? 'say' : undefined}>
        {view.title}
      </h1>
    );
  }
}
