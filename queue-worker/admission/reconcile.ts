/**
 * Tells the line again what PostgreSQL has decided about everybody who is called or inside (ADM-4). A process that died
 * between its COMMIT and its script left the line behind; this is what catches it up. Facts go forward only, so it may
 * run at any time.
 */
import { latestAdmissions, liveAdmissions } from '../../db/admissions.ts';
import { lineKeys } from '../../redis/keys.ts';
import { type AdmissionDeps, tell } from './tick.ts';

export async function reconcile(deps: AdmissionDeps, saleId: string): Promise<void> {
  const { db, redis, line } = deps;
  const [, , , , , called = '', shopping = ''] = lineKeys(saleId);
  const [inCalled, inShopping] = await Promise.all([
    redis.zrange(called, 0, -1),
    redis.zrange(shopping, 0, -1),
  ]);
  const inRedis = new Map<string, 'called' | 'shopping'>();
  for (const entryId of inCalled) inRedis.set(entryId, 'called');
  for (const entryId of inShopping) inRedis.set(entryId, 'shopping');

  const live = await liveAdmissions(db, saleId);
  const isLive = new Set(live.map(({ entryId }) => entryId));
  const behind = live.filter((fact) => inRedis.get(fact.entryId) !== fact.state);
  const ghosts = [...inRedis.keys()].filter((entryId) => !isLive.has(entryId));
  const facts = [...behind, ...(await latestAdmissions(db, saleId, ghosts))];
  await tell({ redis, line }, saleId, facts);
}
