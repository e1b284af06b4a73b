/** Answer times, the writer and the processes. */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { opsWords } from './words.ts';

/** A lease lasts three seconds; one that is older is being taken over. */
const leaseLateMs = 3_000;

/** A holder is named process:run; the run only tells two of them apart in the store. */
const nameOf = (holder: string) => holder.split(':')[0] ?? holder;

const seconds = (ms: number) => (ms / 1_000).toFixed(1);

export function LatencyPanel({ latency }: Pick<OpsSnapshot, 'latency'>) {
  const words = spoken(opsWords);
  const n = (value: number) => count(Math.round(value), language.value);
  return (
    <section class="panel" aria-labelledby="latency">
      <header>
        <h2 id="latency">{words.latency}</h2>
        <p class="key">{words.latencyNote}</p>
      </header>
      {latency.length === 0 ? (
        <p class="quiet">{words.noLatency}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
        <section class="scroll" tabIndex={0} aria-label={words.tableOfTimes}>
          <table>
            <thead>
              <tr>
                <th scope="col">
                  <span class="sr">{words.what}</span>
                </th>
                <th scope="col">p50</th>
                <th scope="col">p95</th>
                <th scope="col">p99</th>
              </tr>
            </thead>
            <tbody>
              {latency.map(({ what, p50, p95, p99 }) => (
                <tr key={what}>
                  <th scope="row">{words.whats[what] ?? what}</th>
                  <td>{n(p50)}</td>
                  <td>{n(p95)}</td>
                  <td>{n(p99)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

export function WriterPanel({ writer }: Pick<OpsSnapshot, 'writer'>) {
  const words = spoken(opsWords);
  const { holder, epoch, renewedMsAgo, backlog, reservationsPerSecond } = writer;
  const isLate = renewedMsAgo !== null && renewedMsAgo > leaseLateMs;
  const [chip, kind] =
    holder === null ? [words.nobody, 'bad'] : isLate ? [words.late, 'warn'] : [words.steady, 'good'];
  const rows = [
    [words.where, holder === null ? '–' : fill(words.epoch, { holder: nameOf(holder), epoch })],
    [words.renewed, renewedMsAgo === null ? '–' : fill(words.ago, { seconds: seconds(renewedMsAgo) })],
    [words.waiting, count(backlog, language.value)],
    [words.perSecond, count(Math.round(reservationsPerSecond * 10) / 10, language.value)],
  ];
  return (
    <section class="panel" aria-labelledby="writer">
      <header>
        <h2 id="writer">{words.writer}</h2>
        <span class={`chip ${kind}`}>{chip}</span>
      </header>
      <ul class="list">
        {rows.map(([name, value]) => (
          <li key={name}>
            <span>{name}</span>
            <b>{value}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ProcessesPanel({ processes }: Pick<OpsSnapshot, 'processes'>) {
  const words = spoken(opsWords);
  const ready = processes.filter((process) => process.ready).length;
  return (
    <section class="panel" aria-labelledby="processes">
      <header>
        <h2 id="processes">{words.processes}</h2>
        <p class="key">{fill(words.ready, { n: ready, of: processes.length })}</p>
      </header>
      <ul class="list">
        {processes.map(({ name, ready: isReady, seenMsAgo, connections }) => (
          <li key={name}>
            <span>
              {name} {!isReady && <span class="chip warn">{words.notReady}</span>}
            </span>
            <b>
              {connections === undefined
                ? isReady
                  ? words.isReady
                  : fill(words.seen, { seconds: seconds(seenMsAgo) })
                : fill(words.open, { n: count(connections, language.value) })}
            </b>
          </li>
        ))}
      </ul>
    </section>
  );
}
