/** What Redis did between two looks: commands, those inside scripts included, and its own processor time. */
import type { Redis } from 'ioredis';

export interface RedisWork {
  readonly commands: number;
  readonly scripts: number;
  readonly processorMs: number;
}

export async function workSoFar(redis: Redis): Promise<RedisWork> {
  const [stats, cpu] = await Promise.all([redis.info('commandstats'), redis.info('cpu')]);
  const calls = [...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)].map(
    ([, name = '', count]) => [name, Number(count)] as const,
  );
  const sum = (isMeant: (name: string) => boolean) =>
    calls.reduce((total, [name, count]) => total + (isMeant(name) ? count : 0), 0);
  const seconds = (what: string) => Number(new RegExp(`^${what}:([\\d.]+)`, 'm').exec(cpu)?.[1] ?? 0);
  return {
    commands: sum(() => true),
    scripts: sum((name) => name.startsWith('eval')),
    processorMs: (seconds('used_cpu_user') + seconds('used_cpu_sys')) * 1_000,
  };
}

export const workBetween = (from: RedisWork, to: RedisWork): RedisWork => ({
  commands: to.commands - from.commands,
  scripts: to.scripts - from.scripts,
  processorMs: to.processorMs - from.processorMs,
});
