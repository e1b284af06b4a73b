/**
 * `npm run bench [-- name …] [--rounds N]`: runs the measurements of bench/, prints a table of each with ratios and
 * medians, and writes bench/results/NAME.json. Each run starts its own servers and stops them.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { judge, type Run } from '../bench/harness.ts';
import { tableOf } from '../bench/table.ts';

const benchFolder = new URL('../bench/', import.meta.url);
const resultsFolder = new URL('results/', benchFolder);

const known = readdirSync(benchFolder).filter((name) => existsSync(new URL(`${name}/run.ts`, benchFolder)));
const { positionals, rounds } = readArguments();

mkdirSync(resultsFolder, { recursive: true });
let isShort = false;
for (const name of positionals.length > 0 ? positionals : known) {
  const { run } = (await import(new URL(`${name}/run.ts`, benchFolder).href)) as { run: Run };
  console.error(`bench ${name}: ${rounds} rounds …`);
  const result = await run({ rounds, say: (line) => console.error(`  ${line}`) });
  const ratios = judge(result);
  isShort ||= ratios.some((ratio) => !ratio.isMet);
  console.log(tableOf(result));
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, kernel: release(), node: process.version };
  const saved = { ...result, ratios, machine, at: new Date().toISOString() };
  writeFileSync(new URL(`${name}.json`, resultsFolder), `${JSON.stringify(saved, null, 2)}\n`);
}
process.exit(isShort ? 1 : 0);

function readArguments() {
  try {
    const options = { rounds: { type: 'string', default: '5' } } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const rounds = Number(values.rounds);
    const isKnown = positionals.every((name) => known.includes(name));
    if (isKnown && Number.isInteger(rounds) && rounds > 0) return { positionals, rounds };
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault);
  }
  console.error(`Usage: npm run bench [-- NAME …] [--rounds N]; NAME is one of ${known.join(', ')}`);
  process.exit(2);
}
