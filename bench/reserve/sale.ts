/**
 * The sale of the bench, and visitors who are inside already: admissions written by SQL, passes signed as
 * the gateway does.
 */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { createSale } from '../../db/sales.ts';
import type { Database } from '../../db/schema.ts';
import { settingsOf } from '../../domain/sale-defaults.ts';
import { newId, systemChance } from '../../runtime/chance.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { secretHashOf, signPass } from '../../tokens/pass.ts';
import type { Shot } from './hammer.ts';

const PASS_MINUTES = 60;

export interface BenchSale {
  readonly saleId: string;
  /** A new request each time: the passes go round, keys and addresses never come back. */
  readonly next: () => Shot;
}

export async function makeBenchSale(
  db: Kysely<Database>,
  usherKeys: string,
  visitorCount: number,
): Promise<BenchSale> {
  const slug = 'bench-reserve';
  const price = { amount: 12_000, currency: 'KRW' };
  const wish = { slug, title: 'Bench', tiers: [{ name: 'General', price, capacity: 10_000_000 }] };
  const settings = settingsOf({ ...wish, perVisitorMax: 1_000, opensAt: new Date() });
  const by = { actor: 'bench', chance: systemChance };
  const sale = await db.transaction().execute((trx) => createSale(trx, settings, by));
  const ring = parseKeyRing(usherKeys);
  const visitors = await Promise.all(
    Array.from({ length: visitorCount }, async (_, i) => {
      const secret = randomBytes(32).toString('base64url');
      const visitorId = randomBytes(12).toString('base64url');
      const admissionId = newId('adm');
      const expiresAt = new Date(Date.now() + PASS_MINUTES * 60_000);
      const secretHash = secretHashOf(secret);
      const pass = await signPass(ring, { saleId: sale.id, visitorId, admissionId, secretHash, expiresAt });
      return { visitorId, admissionId, number: i + 1, pass, secret };
    }),
  );
  await sql`
    insert into admission (id, sale_id, visitor_id, number, call_no, state, claim_by, claimed_at, pass_ends_at)
    select id, ${sale.id}, visitor, number, 1, 'shopping', now() + interval '1 minute', now(),
           now() + ${PASS_MINUTES} * interval '1 minute'
    from unnest(${visitors.map((v) => v.admissionId)}::text[], ${visitors.map((v) => v.visitorId)}::text[],
                ${visitors.map((v) => v.number)}::bigint[]) as inside (id, visitor, number)`.execute(db);

  const tierId = sale.tiers[0]?.id ?? '';
  let sent = 0;
  return {
    saleId: sale.id,
    next: () => {
      const visitor = visitors[sent % visitors.length];
      if (visitor === undefined) throw new Error('the bench has visitors');
      const n = sent++;
      const contact = { email: `buyer-${n}@bench.example`, name: 'A Buyer of the Bench' };
      return {
        path: `/api/sales/${slug}/orders`,
        headers: {
          'content-type': 'application/json',
          'usher-pass': visitor.pass,
          'usher-secret': visitor.secret,
          'idempotency-key': `bench-${n}-00000000-0000-0000`,
        },
        body: JSON.stringify({ lines: [{ tierId, quantity: 1 }], contact }),
      };
    },
  };
}
