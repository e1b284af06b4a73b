/** Who waits in which lane and what was promised to them; the draw; the lists of raffles and reserves. */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { drawRows, drawState, type FactRow, hasLists, listRows, waitingRows } from './fairness-view.ts';
import { fairnessWords } from './fairness-words.ts';

export function WaitingPanel({ snapshot }: { readonly snapshot: OpsSnapshot }) {
  const words = spoken(fairnessWords);
  return (
    <section class="panel" aria-labelledby="waits">
      <header>
        <h2 id="waits">{words.waits}</h2>
      </header>
      <FactList rows={waitingRows(snapshot, language.value)} />
    </section>
  );
}

const chips = { before: '', fixed: 'info', public: 'good' } as const;

export function DrawPanel({ snapshot }: { readonly snapshot: OpsSnapshot }) {
  const words = spoken(fairnessWords);
  const state = drawState(snapshot);
  // Where nobody is drawn there is nothing to show.
  if (state === 'arrival' || state === 'unneeded') return null;
  const address = `/api/sales/${encodeURIComponent(snapshot.sale.slug)}/proof`;
  return (
    <section class="panel" aria-labelledby="draw">
      <header>
        <h2 id="draw">{words.draw}</h2>
        <span class={`chip ${chips[state]}`}>{words.draws[state]}</span>
      </header>
      <FactList rows={drawRows(snapshot, language.value)} />
      {state === 'public' && (
        <>
          <p>
            <a class="tap" href={address}>
              {words.proof}
            </a>
          </p>
          <p class="hint code">{fill(words.verify, { url: location.origin + address })}</p>
        </>
      )}
    </section>
  );
}

export function ListsPanel({ snapshot }: { readonly snapshot: OpsSnapshot }) {
  const words = spoken(fairnessWords);
  if (!hasLists(snapshot)) return null;
  return (
    <section class="panel" aria-labelledby="lists">
      <header>
        <h2 id="lists">{words.lists}</h2>
      </header>
      <FactList rows={listRows(snapshot, language.value)} />
    </section>
  );
}

export function FactList({ rows }: { readonly rows: readonly FactRow[] }) {
  return (
    <ul class="list">
      {rows.map(({ label, value, isCode }) => (
        <li key={label}>
          <span>{label}</span>
          <b class={isCode ? 'code' : undefined}>{value}</b>
        </li>
      ))}
    </ul>
  );
}
