/** Which Redis this machine has. Valkey is one too. */
import { runs } from './child.ts';

/** The first one on the PATH, or undefined. `REDIS_SERVER` may name another. */
export function findRedis(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const names = env.REDIS_SERVER ? [env.REDIS_SERVER] : ['redis-server', 'valkey-server'];
  return names.find((name) => runs(name, ['--version']));
}
