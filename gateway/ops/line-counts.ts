/**
 * How many stand where in a sale's line, straight from its keys. While Redis is away, or the line is being rebuilt, there
 * is no answer (null): the dashboard shows the last one beside what PostgreSQL says.
 */
import { commandsKey, lineKeys } from '../../redis/keys.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { type Line, LineBusy } from '../../redis/line.ts';
import { isStoreAway } from '../store-away.ts';

export interface LineCounts {
  readonly waiting: number;
  readonly lobby: number;
  readonly moved: number;
  readonly calling: number;
  readonly passedOver: number;
  readonly priority: number;
  readonly slow: number;
  /** Reserve commands that the writer has not taken yet. */
  readonly reserves: number;
}

export async function lineCounts(line: Line, saleId: string): Promise<LineCounts | null> {
  const keyOf = (name: string) => lineKeys(saleId).find((key) => key.endsWith(`:${name}`)) ?? '';
  try {
    const { head } = await readStandings(line, { saleId, entryIds: [] });
    const [calling, passedOver, reserves] = await Promise.all([
      line.redis.zcard(keyOf('calling')),
      line.redis.zcard(keyOf('passed')),
      line.redis.xlen(commandsKey(saleId)),
    ]);
    const { waiting, lobbyCount: lobby, moved } = head;
    const [priority, slow] = [head.priority.waiting, head.slow.waiting];
    return { waiting, lobby, moved, calling, passedOver, priority, slow, reserves };
  } catch (fault) {
    if (fault instanceof LineBusy || isStoreAway(fault)) return null;
    throw fault;
  }
}
