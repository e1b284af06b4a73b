/** The dashboard of one sale: figures, pace, stock, health, journal, and steering beside them. */
import { useState } from 'preact/hooks';
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { Mark } from '../frame/shop-bar.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { msOf, timeOfDay, timeOfDayExactly } from '../language/time.ts';
import { now } from '../server-clock/server-clock.ts';
import { StaffWays } from '../staff/staff-bar.tsx';
import { StaffFrame } from '../staff/staff-frame.tsx';
import { CodesPanel } from './codes/codes-panel.tsx';
import { DrawPanel, ListsPanel, WaitingPanel } from './fairness-panels.tsx';
import { figuresOf } from './figures-view.ts';
import { LatencyPanel, ProcessesPanel, WriterPanel } from './health-panels.tsx';
import { JournalPanel } from './journal-panel.tsx';
import { PacePanel } from './pace-chart.tsx';
import { type Acting, openActing } from './steering/acting.ts';
import { MessageForm } from './steering/message-form.tsx';
import { PaceForm } from './steering/pace-form.tsx';
import { SettingsForm } from './steering/settings-form.tsx';
import { StateControl } from './steering/state-control.tsx';
import { steerWords } from './steering/words.ts';
import { StockPanel } from './stock-panel.tsx';
import type { watchSale } from './watching.ts';
import { opsWords } from './words.ts';

/** Older than this is not live. */
const liveMs = 3_000;
const chips = { draft: '', lobby: 'info', open: 'good', paused: 'warn', soldOut: '', closed: '' } as const;

export interface OpsPageProps {
  readonly slug: string;
  readonly watching: ReturnType<typeof watchSale>;
}

export function OpsPage({ slug, watching }: OpsPageProps) {
  const words = spoken(opsWords);
  const [acting] = useState(() => openActing(slug));
  const snapshot = watching.snapshot.value;
  document.title = `${snapshot?.sale.title ?? slug} · ${words.title}`;
  if (watching.ended.value)
    return (
      <StaffFrame area={words.title}>
        <h1 class="h1">{words.gone}</h1>
        <p>{fill(words.goneSays, { slug })}</p>
        <p>
          <a class="btn btn-go" href="/ops">
            {words.backToList}
          </a>
        </p>
      </StaffFrame>
    );
  return (
    <div class="ops">
      <a class="skip" href="#controls">
        {words.skip}
      </a>
      <header class="bar">
        <h1 class="brand row">
          <Mark /> {snapshot?.sale.title ?? slug} {snapshot && <StateChip snapshot={snapshot} />}
        </h1>
        <Age heardAtMs={watching.heardAtMs.value} />
        <StaffWays />
      </header>
      {snapshot && <Board snapshot={snapshot} acting={acting} />}
    </div>
  );
}

function Board({ snapshot, acting }: { readonly snapshot: OpsSnapshot; readonly acting: Acting }) {
  const words = spoken(opsWords);
  return (
    <>
      <section aria-label={words.now}>
        <dl class="figures">
          {figuresOf(snapshot, language.value).map(({ label, value, under }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {value}
                <small>{under}</small>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <main class="page" id="main">
        <div class="cols">
          <PacePanel snapshot={snapshot} />
          <StockPanel snapshot={snapshot} />
          <div class="cols pair">
            <WaitingPanel snapshot={snapshot} />
            <DrawPanel snapshot={snapshot} />
          </div>
          <ListsPanel snapshot={snapshot} />
        </div>
        <div class="cols side">
          <Steering snapshot={snapshot} acting={acting} />
        </div>
        <div class="cols">
          <div class="cols three">
            <LatencyPanel latency={snapshot.latency} />
            <WriterPanel writer={snapshot.writer} />
            <ProcessesPanel processes={snapshot.processes} />
          </div>
          <CodesPanel slug={snapshot.sale.slug} isRequired={snapshot.sale.codeRequired} />
          <JournalPanel journal={snapshot.journal} />
        </div>
      </main>
    </>
  );
}

function Steering({ snapshot, acting }: { readonly snapshot: OpsSnapshot; readonly acting: Acting }) {
  const words = spoken(steerWords);
  const refusal = acting.refusal.value;
  return (
    <section class="panel cols" id="controls" tabIndex={-1} aria-labelledby="steer">
      <h2 id="steer">{words.title}</h2>
      <StateControl snapshot={snapshot} acting={acting} />
      <p role="status" class="hint">
        {acting.isDone.value ? words.done : ''}
      </p>
      {refusal && <RefusalNote refusal={refusal} />}
      <PaceForm snapshot={snapshot} acting={acting} />
      <SettingsForm snapshot={snapshot} acting={acting} />
      <MessageForm snapshot={snapshot} acting={acting} />
    </section>
  );
}

function StateChip({ snapshot: { sale } }: { readonly snapshot: OpsSnapshot }) {
  const words = spoken(opsWords);
  const openedMs = msOf(sale.openedAt);
  const text =
    sale.state === 'open' && openedMs !== null
      ? fill(words.openSince, { time: timeOfDay(openedMs, language.value) })
      : words.states[sale.state];
  return <span class={`chip ${chips[sale.state]}`}>{text}</span>;
}

/** How old the numbers are: a shape, a word, and the seconds. */
function Age({ heardAtMs }: { readonly heardAtMs: number | null }) {
  const words = spoken(opsWords);
  if (heardAtMs === null) return <p class="live off">{words.connecting}</p>;
  const ageMs = Math.max(0, now.value - heardAtMs);
  const isLive = ageMs < liveMs;
  const facts = { age: (ageMs / 1_000).toFixed(1), time: timeOfDayExactly(heardAtMs, language.value) };
  return <p class={`live${isLive ? '' : ' off'}`}>{fill(isLive ? words.live : words.stale, facts)}</p>;
}
