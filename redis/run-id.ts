/** Which server answers: Redis draws a new run_id at every start, so another one means memory that may have a hole. */
import type { Redis } from 'ioredis';

export async function runIdOf(redis: Redis): Promise<string> {
  const info = await redis.info('server');
  const runId = /^run_id:([0-9a-f]+)/m.exec(info)?.[1];
  if (!runId) throw new Error('INFO server of this Redis names no run_id');
  return runId;
}
