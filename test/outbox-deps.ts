/** What outbox tests need: a sandbox bank, and a post box that a test can read and break. */
import type { Kysely } from 'kysely';
import { stageOutbox } from '../db/outbox.ts';
import type { Database } from '../db/schema.ts';
import type { OutboxTopic } from '../db/schema-orders.ts';
import type { OutboxDeps } from '../queue-worker/outbox/outbox-deps.ts';
import type { Handover, Mail, PostBox } from '../queue-worker/outbox/post-box.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import type { TestBank } from './bank.ts';
import { paymentDeps } from './payment-deps.ts';

export interface TestPostBox extends PostBox {
  readonly taken: Mail[];
  /** What comes of the next mails, one each, before mails are taken again: an answer of the server, or none. */
  readonly troubles: (Exclude<Handover, { outcome: 'taken' }> | Error)[];
}

export function openTestPostBox(): TestPostBox {
  const taken: Mail[] = [];
  const troubles: TestPostBox['troubles'] = [];
  return {
    taken,
    troubles,
    send: async (mail) => {
      const trouble = troubles.shift();
      if (trouble instanceof Error) throw trouble;
      if (trouble) return trouble;
      taken.push(mail);
      return { outcome: 'taken' };
    },
    close: () => {},
  };
}

export const outboxDeps = (
  db: Kysely<Database>,
  bank: TestBank,
  keys: string,
  postBox: PostBox = openTestPostBox(),
): OutboxDeps => ({ ...paymentDeps(db, bank), ring: parseKeyRing(keys), postBox });

/** Stages one row and answers its id. */
export async function stage(
  db: Kysely<Database>,
  topic: OutboxTopic,
  payload: Record<string, unknown>,
): Promise<number> {
  const key = `${topic}:${JSON.stringify(payload)}`;
  await stageOutbox(db, [{ saleId: null, topic, key, payload }]);
  const row = db.selectFrom('outbox').select('id').where('key', '=', key);
  return (await row.executeTakeFirstOrThrow()).id;
}

export async function isDone(db: Kysely<Database>, id: number): Promise<boolean> {
  const row = db.selectFrom('outbox').select('done_at').where('id', '=', id);
  return (await row.executeTakeFirstOrThrow()).done_at !== null;
}
