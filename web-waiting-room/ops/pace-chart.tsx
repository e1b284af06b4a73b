/** People called each minute against the target, drawn wide and narrow; the words say the same. */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { msOf, timeOfDay } from '../language/time.ts';
import { FactList } from './fairness-panels.tsx';
import { autopilotReason, heldBackReason, paceRows } from './fairness-view.ts';
import { type ChartSize, type PaceMinute, paceChart, paceMinutes } from './pace-chart-view.ts';
import { opsWords } from './words.ts';

export function PacePanel({ snapshot }: { readonly snapshot: OpsSnapshot }) {
  const words = spoken(opsWords);
  const target = snapshot.pace.targetPerMinute;
  const reason = autopilotReason(snapshot, language.value);
  const heldBack = heldBackReason(snapshot, language.value);
  const minutes = paceMinutes(snapshot.perMinute, target, msOf(snapshot.at) ?? 0);
  const sum = minutes.reduce((total, { called }) => total + called, 0);
  return (
    <section class="panel" aria-labelledby="pace">
      <header>
        <h2 id="pace">{words.pace}</h2>
        <p class="key">
          <span>
            <svg viewBox="0 0 28 10" aria-hidden="true">
              <path class="sold" d="M0 0h8v10H0zm10 0h8v10h-8zm10 0h8v10h-8z" />
            </svg>
            {fill(words.happened, { n: count(sum, language.value) })}
          </span>
          <span>
            <svg viewBox="0 0 28 10" aria-hidden="true">
              <path d="M1 5h26" class="plan" />
            </svg>
            {words.target}
          </span>
        </p>
      </header>
      <Chart id="wide" minutes={minutes} target={target} size={{ width: 830, height: 176 }} />
      <Chart id="narrow" minutes={minutes} target={target} size={{ width: 310, height: 190 }} />
      <FactList rows={paceRows(snapshot, language.value)} />
      {heldBack && <p class="note">{heldBack}</p>}
      {reason && <p class="note">{reason}</p>}
    </section>
  );
}

interface ChartProps {
  readonly id: 'wide' | 'narrow';
  readonly minutes: readonly PaceMinute[];
  readonly target: number;
  readonly size: ChartSize;
}

function Chart({ id, minutes, target, size }: ChartProps) {
  const words = spoken(opsWords);
  const chart = paceChart(minutes, size);
  const at = (ms: number) => timeOfDay(ms, language.value);
  const [first, last] = [minutes.at(0), minutes.at(-1)];
  const text = fill(words.chartText, {
    from: first && at(first.atMs),
    to: last && at(last.atMs),
    values: minutes.map(({ called }) => called).join(', '),
    target: count(target, language.value),
  });
  return (
    <svg
      class={`chart${id === 'wide' ? ' big' : ''}`}
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-text`}
    >
      <title id={`${id}-title`}>{words.pace}</title>
      <desc id={`${id}-text`}>{text}</desc>
      {chart.grid.map(({ y, value }) => (
        <g key={value}>
          <path class="grid" d={`M${chart.left} ${y}H${chart.right}`} />
          <text x={chart.left - 6} y={y + 4} text-anchor="end">
            {value}
          </text>
        </g>
      ))}
      {chart.times.map(({ x, atMs }) => (
        <text key={atMs} x={x} y={size.height - 6}>
          {at(atMs)}
        </text>
      ))}
      {last && (
        <text x={chart.right} y={size.height - 6} text-anchor="end">
          {fill(words.nowAt, { time: at(last.atMs) })}
        </text>
      )}
      <path class="real" d={chart.bars} />
      <path class="plan" d={chart.plan} />
    </svg>
  );
}
