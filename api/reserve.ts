/**
 * From the API to a sale's writer and back (API-9). The command may be lost on its way and so may the answer; what the
 * writer decided is in PostgreSQL, so whoever hears nothing looks there before saying `busy`. The buyer repeats the
 * request under its key and gets the one answer that the key has.
 */

import type { Redis } from 'ioredis';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { findAnswer } from '../db/writer-answers.ts';
import { ANSWER_WAIT_MS } from '../domain/limits.ts';
import { Refused } from '../domain/refusals.ts';
import type { ReserveCommand, WriterAnswer } from '../domain/writer/command.ts';
import type { Answers } from '../redis/answers.ts';
import { sendReserve } from '../redis/command-stream.ts';
import { isStoreAway } from './store-away.ts';

/** Null: not decided, as far as anybody here can tell. Refuses with `key_reused`. */
export type Reserve = (command: Omit<ReserveCommand, 'replyTo'>) => Promise<WriterAnswer | null>;

/** Kept back from the whole wait, for the look into PostgreSQL. */
const LOOK_UP_MS = 500;

export interface ReserveDeps {
  readonly db: Kysely<Database>;
  readonly redis: Redis;
  readonly answers: Answers;
  /** The name under which this process listens for answers. */
  readonly instance: string;
}

export function openReserve({ db, redis, answers, instance }: ReserveDeps): Reserve {
  const flying = new Map<
    string,
    { readonly bodyHash: string; readonly answer: Promise<WriterAnswer | null> }
  >();

  async function ask(command: ReserveCommand): Promise<WriterAnswer | null> {
    const heard = answers.waitFor(command.id, ANSWER_WAIT_MS - LOOK_UP_MS);
    try {
      await sendReserve(redis, command);
    } catch (fault) {
      if (!isStoreAway(fault)) throw fault;
      return await findAnswer(db, command.id);
    }
    return (await heard) ?? (await findAnswer(db, command.id));
  }

  return async (command) => {
    const { id, bodyHash } = command;
    const first = flying.get(id);
    // A repeat while the first is on its way shares its answer; the writer would give both the same one anyway.
    if (first && first.bodyHash !== bodyHash) throw new Refused('key_reused');
    const asked = first ?? { bodyHash, answer: ask({ ...command, replyTo: instance }) };
    if (!first) flying.set(id, asked);
    try {
      return matching(await asked.answer, bodyHash);
    } finally {
      if (!first) flying.delete(id);
    }
  };
}

/** A stored answer to another body under the same key is not this request's answer. */
export function matching(answer: WriterAnswer | null, bodyHash: string): WriterAnswer | null {
  if (answer !== null && answer.bodyHash !== bodyHash) throw new Refused('key_reused');
  return answer;
}
