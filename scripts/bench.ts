/**
 * `npm run bench [-- name …] [--rounds N] [--size N]`: runs the measurements of bench/, prints a table of each with
 * ratios and medians, and writes bench/results/NAME.json and its plots beside it. Each run starts its own servers and
 * stops them. A run of another size than the full one goes to bench/results/small/, which is not kept: it shows that a
 * bench works, and nothing else.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import { type BenchModule, judge, judgeTargets, quote } from '../bench/harness.ts';
import { svgOf } from '../bench/plots/plot.ts';
import { tableOf } from '../bench/table.ts';

const benchFolder = new URL('../bench/', import.meta.url);

const known = readdirSync(benchFolder).filter((name) => existsSync(new URL(`${name}/run.ts`, benchFolder)));
const { positionals, askedRounds, size } = readArguments();
const resultsFolder = new URL(size === null ? 'results/' : 'results/small/', benchFolder);

mkdirSync(resultsFolder, { recursive: true });
let isShort = false;
for (const name of positionals.length > 0 ? positionals : known) {
  const { run, ROUNDS = 5 } = (await import(new URL(`${name}/run.ts`, benchFolder).href)) as BenchModule;
  const rounds = askedRounds ?? ROUNDS;
  console.error(`bench ${name}: ${rounds} ${rounds === 1 ? 'round' : 'rounds'} …`);
  const loadBefore = loadavg()[0];
  const { plots = [], ...result } = await run({ rounds, size, say: (line) => console.error(`  ${line}`) });
  const ratios = judge(result);
  isShort ||= ratios.some((ratio) => !ratio.isMet);
  console.log(tableOf(result));
  const machine = {
    ...{ cpus: cpus().length, model: cpus()[0]?.model, kernel: release(), node: process.version },
    /** Over the minute before: what others did meanwhile. */
    loadBefore,
  };
  const judged = { ratios, targets: judgeTargets(result), published: quote(result) };
  const saved = { ...result, ...judged, machine, at: new Date().toISOString() };
  writeFileSync(new URL(`${name}.json`, resultsFolder), `${JSON.stringify(saved, null, 2)}\n`);
  for (const plot of plots) writeFileSync(new URL(`${name}-${plot.name}.svg`, resultsFolder), svgOf(plot));
}
process.exit(isShort ? 1 : 0);

function readArguments() {
  try {
    const options = { rounds: { type: 'string' }, size: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const askedRounds = values.rounds === undefined ? null : Number(values.rounds);
    const isKnown = positionals.every((name) => known.includes(name));
    const size = values.size === undefined ? null : Number(values.size);
    const areNumbers = [askedRounds ?? 1, size ?? 1].every(
      (number) => Number.isInteger(number) && number > 0,
    );
    if (isKnown && areNumbers) return { positionals, askedRounds, size };
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
  }
  console.error(
    `Usage: npm run bench [-- NAME …] [--rounds N] [--size N]; NAME is one of ${known.join(', ')}`,
  );
  process.exit(2);
}
