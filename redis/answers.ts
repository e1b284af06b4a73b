/**
 * The way back: the writer's answers to one API instance, on a channel of its own.
 *
 * An answer can be lost (nobody listened, Redis fell over): whoever waited gets null and asks PostgreSQL, which stores
 * every answer in the transaction of its effect (`findAnswer` of db/writer-answers.ts).
 */
import type { Redis } from 'ioredis';
import type { WriterAnswer } from '../domain/writer/command.ts';
import { answersChannel } from './keys.ts';

export type { WriterAnswer } from '../domain/writer/command.ts';

export interface Answers {
  /** Resolves when the channel is open; answers published before are not heard. */
  readonly ready: Promise<void>;
  /**
   * The next answer to this command, or null after `waitMs`. Start waiting before the command is sent. Where two requests
   * share an id, both get the first answer: compare its bodyHash with your own, another one means `key_reused`.
   */
  waitFor(commandId: string, waitMs: number): Promise<WriterAnswer | null>;
  close(): void;
}

type Waiter = (answer: WriterAnswer | null) => void;

/** Opens a connection of its own beside `redis`, which waits out a Redis that is away; close() closes it. */
export function openAnswers(redis: Redis, instance: string): Answers {
  const waiters = new Map<string, Set<Waiter>>();
  const ears = redis.duplicate({
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
    autoResubscribe: true,
    commandTimeout: undefined,
  } as Parameters<Redis['duplicate']>[0]);
  ears.on('error', () => {}); // The line's own connection reports it; ioredis reconnects and subscribes again.
  ears.on('smessage', (_channel: string, text: string) => {
    for (const answer of JSON.parse(text) as WriterAnswer[]) {
      for (const waiter of waiters.get(answer.id) ?? []) waiter(answer);
    }
  });

  const ready = ears.ssubscribe(answersChannel(instance)).then(() => undefined);
  ready.catch(() => {}); // Closed before it was open, and nobody waits for it.
  return {
    ready,
    waitFor: (commandId, waitMs) =>
      new Promise((resolve) => {
        const finish: Waiter = (answer) => {
          clearTimeout(timer);
          const waiting = waiters.get(commandId);
          waiting?.delete(finish);
          if (waiting?.size === 0) waiters.delete(commandId);
          resolve(answer);
        };
        const timer = setTimeout(() => finish(null), waitMs);
        waiters.set(commandId, (waiters.get(commandId) ?? new Set()).add(finish));
      }),
    close() {
      ears.disconnect();
      for (const waiting of [...waiters.values()]) for (const waiter of [...waiting]) waiter(null);
    },
  };
}

/** The writer's side: one message an instance, whatever it was asked. */
export async function publishAnswers(
  redis: Redis,
  answers: readonly { readonly replyTo: string; readonly answer: WriterAnswer }[],
): Promise<void> {
  const byInstance = Map.groupBy(answers, (answer) => answer.replyTo);
  await Promise.all(
    [...byInstance].map(([instance, group]) =>
      redis.spublish(answersChannel(instance), JSON.stringify(group.map(({ answer }) => answer))),
    ),
  );
}
