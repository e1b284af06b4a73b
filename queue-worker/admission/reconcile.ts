/**
 * Tells the line again what PostgreSQL has decided about everybody who is called or inside (ADM-4). A process that died
 * between its COMMIT and its script left the line behind; this is what catches it up. Facts go forward only, so it may
 * run at any time.
 */
import { latestAdmissions, liveAdmissions } from '../../db/admissions.ts';
import type { AdmissionFact } from '../../domain/admission-fact.ts';
import { SCRIPT_ENTRIES_MAX } from '../../domain/limits.ts';
import { lineKeys } from '../../redis/keys.ts';
import type { AdmissionDeps } from './call-waiting.ts';
import { tell } from './tell.ts';

export async function reconcile(deps: AdmissionDeps, saleId: string): Promise<void> {
  const { db, redis, line } = deps;
  const [, , , , , called = '', shopping = '', , , , , , , , invited = ''] = lineKeys(saleId);
  const sets = await Promise.all([called, shopping, invited].map((key) => redis.zrange(key, 0, -1)));
  const inRedis = new Set(sets.flat());

  const live = await liveAdmissions(db, saleId);
  const isLive = new Set(live.map(({ entryId }) => entryId));
  const known = await lastWords(deps, saleId, live);
  const behind = live.filter((fact, at) => known[at] !== wordOf(fact) || !inRedis.has(fact.entryId));
  const ghosts = [...inRedis].filter((entryId) => !isLive.has(entryId));
  const facts = [...behind, ...(await latestAdmissions(db, saleId, ghosts))];
  await tell({ redis, line }, saleId, facts);
}

/** What the line was told last of each: a raffle's winners are inside by the thousand, and hear nothing twice. */
async function lastWords(
  { redis }: AdmissionDeps,
  saleId: string,
  facts: readonly AdmissionFact[],
): Promise<(string | undefined)[]> {
  const [, , , , , , , , , , admitted = ''] = lineKeys(saleId);
  const words: (string | undefined)[] = [];
  for (let from = 0; from < facts.length; from += SCRIPT_ENTRIES_MAX) {
    const entryIds = facts.slice(from, from + SCRIPT_ENTRIES_MAX).map(({ entryId }) => entryId);
    for (const text of await redis.hmget(admitted, ...entryIds)) {
      const [, , , state, admissionId] = text?.split('|') ?? [];
      words.push(`${admissionId} ${state}`);
    }
  }
  return words;
}

const wordOf = ({ admissionId, state }: AdmissionFact): string => `${admissionId} ${state}`;
