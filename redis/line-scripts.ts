/** The sources of the line's scripts that this process knows, so that they can be loaded at once. */
import type { Redis } from 'ioredis';

const sources: string[] = [];

export function rememberScript(lua: string): void {
  sources.push(lua);
}

/** For who has compared the server's run_id with PostgreSQL's, and nobody else (LIN-5). */
export async function loadLineScripts(redis: Redis): Promise<void> {
  await Promise.all(sources.map((lua) => redis.script('LOAD', lua)));
}
