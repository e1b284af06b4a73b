/**
 * Notices: hints that something changed. The store is the truth and a lost notice costs a second: readers look by
 * themselves as well. Sharded channels, so that a cluster carries each sale's notices on its own node.
 */
import type { Redis } from 'ioredis';
import { noticesChannel } from './keys.ts';

export type Notice =
  | { readonly type: 'standings'; readonly entryIds: readonly string[] }
  /** Places given up for a better one of the same visitor. */
  | { readonly type: 'merged'; readonly entryIds: readonly string[] }
  /** Whose calls one gateway held against what they were promised. */
  | { readonly type: 'counted'; readonly entryIds: readonly string[] }
  | { readonly type: 'moved' }
  | { readonly type: 'sale' }
  | { readonly type: 'generation' };

export async function notify(redis: Redis, saleId: string, notice: Notice): Promise<void> {
  await redis.spublish(noticesChannel(saleId), JSON.stringify(notice));
}

export interface NoticeListener {
  /** Listens to these sales from now on, and to no others. */
  listenTo(saleIds: readonly string[]): Promise<void>;
}

/** `redis` is a connection of its own (openBlockingRedis); the caller closes it. Subscriptions survive a reconnect. */
export function listenForNotices(
  redis: Redis,
  handle: (saleId: string, notice: Notice) => void,
): NoticeListener {
  const channels = new Map<string, string>();
  redis.on('smessage', (channel: string, text: string) => {
    const saleId = channels.get(channel);
    if (saleId) handle(saleId, JSON.parse(text) as Notice);
  });
  const listenTo = async (saleIds: readonly string[]): Promise<void> => {
    const wanted = new Map(saleIds.map((saleId) => [noticesChannel(saleId), saleId]));
    const gone = [...channels.keys()].filter((channel) => !wanted.has(channel));
    const fresh = [...wanted].filter(([channel]) => !channels.has(channel));
    for (const channel of gone) channels.delete(channel);
    for (const [channel, saleId] of fresh) channels.set(channel, saleId);
    if (gone.length > 0) await redis.sunsubscribe(...gone);
    // One at a time: in a cluster a call may name channels of one slot only.
    for (const [channel] of fresh) await redis.ssubscribe(channel);
  };
  return { listenTo };
}
