/**
 * The opening of a full lobby: how long its root takes, how long it is from the root to the open line, for how long Redis
 * answered nobody else, and whether the published proof, recomputed by `scripts/verify-draw.ts` in a process of its own,
 * agrees with where everybody stands. No beacon: what is measured is our own work. Times are PostgreSQL's own.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { proofText } from '../../api/draw-proof.ts';
import { saleBySlug } from '../../db/sales.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { openSale } from '../../queue-worker/sale-clock/open-sale.ts';
import type { PrivateUsher } from '../private-usher.ts';
import { type BenchLine, openBenchLine } from './bench-line.ts';
import { Crowd } from './crowd.ts';
import { longestStallMs, noteStalls } from './stalls.ts';

export interface OpeningResult {
  readonly size: number;
  /** From the freeze to the root. */
  readonly rootMs: number;
  /** From the root to the open line: key, everybody's number, the line's new name. */
  readonly rootToOpenMs: number;
  readonly longestStallMs: number;
  readonly verifyMs: number;
}

const SAMPLES = 500;

/** Throws where the draw is not what was published. */
export async function measureOpening(
  usher: PrivateUsher,
  slug: string,
  count: number,
): Promise<OpeningResult> {
  const it = await openBenchLine(usher, slug, 'lobby');
  try {
    const crowd = new Crowd(count);
    await crowd.join(it, 0, count);
    await noteStalls(it.redis);
    await openSale(it, it.sale.id);
    const stallMs = await longestStallMs(it.redis);
    const sale = await saleBySlug(it.db, slug);
    const { frozen_at: frozenAt, draw_root_at: rootAt, opened_at: openedAt } = sale ?? {};
    if (!sale || !frozenAt || !rootAt || !openedAt) throw new Error('the sale did not open');
    await compareSome(it, crowd, permutationOf(sale.draw_key ?? '', sale.draw_size ?? 0));
    return {
      size: count,
      rootMs: rootAt.getTime() - frozenAt.getTime(),
      rootToOpenMs: openedAt.getTime() - rootAt.getTime(),
      longestStallMs: stallMs,
      verifyMs: await verified(it, slug),
    };
  } finally {
    await it.close();
  }
}

async function compareSome(
  { hall, sale }: BenchLine,
  crowd: Crowd,
  place: (index: number) => number,
): Promise<void> {
  const some = Array.from({ length: SAMPLES }, (_, at) => Math.floor((at * crowd.count) / SAMPLES));
  const { standings } = await hall.doors.read({ saleId: sale.id, entryIds: some.map((at) => crowd.id(at)) });
  for (const [sample, { state, number }] of standings.entries()) {
    const due = place(crowd.number(some[sample] ?? 0) - 1) + 1;
    if (state !== 'waiting' || number !== due)
      throw new Error(`number ${number} (${state}) instead of ${due}`);
  }
}

/** Milliseconds that the script took; it names what is wrong. */
async function verified({ db }: BenchLine, slug: string): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-proof-'));
  const file = path.join(folder, 'proof.json');
  try {
    const sale = await saleBySlug(db, slug);
    if (!sale) throw new Error('the sale is gone');
    await pipeline(Readable.from(proofText(db, sale)), createWriteStream(file));
    const startedAt = performance.now();
    const script = execFile(process.execPath, ['scripts/verify-draw.ts', file]);
    let said = '';
    for (const stream of [script.stdout, script.stderr])
      stream?.on('data', (text) => (said = `${said}${text}`));
    const [code] = (await once(script, 'close')) as [number];
    if (code !== 0) throw new Error(`verify-draw says:\n${said}`);
    return performance.now() - startedAt;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
