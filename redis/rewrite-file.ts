/**
 * Has Redis write its append-only file anew, from what it knows (LIN-34).
 *
 * A file whose last bytes were lost may end inside a MULTI. Redis leaves that half transaction out of its memory and in its
 * file, and goes on writing behind it: at the next start everything up to the next EXEC is taken for part of it, and the
 * half of a script takes effect that never did before. So a line that was rebuilt gets a file without such a scar.
 */
import type { Redis } from 'ioredis';
import type { Log } from '../runtime/log.ts';

/** In the background of Redis; the answer says that it has begun. A Redis that does not let us has its own ways. */
export async function rewriteFile(redis: Redis, log: Pick<Log, 'warn'>): Promise<void> {
  try {
    if ((await redis.info('persistence')).includes('aof_enabled:1')) await redis.bgrewriteaof();
  } catch (err) {
    log.warn({ err }, 'could not have the append-only file rewritten');
  }
}
