/** An access code for tests, as staff makes one, and how often it was used. */
import type { Kysely } from 'kysely';
import { makeCodes, withdrawCode } from '../db/access-codes.ts';
import type { Database } from '../db/schema.ts';
import type { CodeLane } from '../domain/lane.ts';
import { newId, systemChance } from '../runtime/chance.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { accessCodeHashes, newAccessCode } from '../tokens/access-code.ts';

export async function makeTestCode(
  { db, keys }: { readonly db: Kysely<Database>; readonly keys: string },
  saleId: string,
  of: { readonly lane?: CodeLane; readonly usesMax?: number } = {},
) {
  const { lane = 'ordinary', usesMax = 1 } = of;
  const code = newAccessCode(systemChance);
  const id = newId('cod');
  const [hash = ''] = accessCodeHashes(parseKeyRing(keys), saleId, code);
  const made = { saleId, label: 'test', lane, usesMax, endsAt: null, codes: [{ id, hash }] };
  await db.transaction().execute((trx) => makeCodes(trx, made));
  return {
    id,
    code,
    uses: async () => {
      const row = await db.selectFrom('access_code').select('uses').where('id', '=', id).executeTakeFirst();
      return row?.uses;
    },
    withdraw: () => db.transaction().execute((trx) => withdrawCode(trx, saleId, id)),
  };
}
