/** The letters with codes for a check that have been staged, as the queue-worker would write them, the newest last. */
import { letters } from '../queue-worker/outbox/letters.ts';
import type { OutboxDeps } from '../queue-worker/outbox/outbox-deps.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import type { GatewayStores } from './gateway.ts';

export async function checkMails({ db, keys }: Pick<GatewayStores, 'db' | 'keys'>) {
  const rows = await db.selectFrom('outbox').selectAll().where('topic', '=', 'mail').orderBy('id').execute();
  const deps = { ring: parseKeyRing(keys) } as unknown as OutboxDeps;
  return await Promise.all(
    rows.map(async (row) => {
      const { kind } = row.payload as { kind: string };
      const letter = await letters[kind]?.(deps, row as never);
      if (!letter) throw new Error(`no letter of the kind ${kind}`);
      return { kind, letter, code: /^\d{6}$/m.exec(letter.text)?.[0] ?? '' };
    }),
  );
}
