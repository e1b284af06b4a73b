/** Sales for the writer's bench: stock without end, and one visitor inside for each reservation. */
import { randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { openBook } from '../../db/writer-genesis.ts';
import type { ReserveCommand } from '../../domain/writer/command.ts';
import { newId } from '../../runtime/chance.ts';

/** A real sealed contact (an email and a name) has about this many characters. */
const SEALED_CHARACTERS = 120;
const UNIT_AMOUNT = 59_000;

export interface BenchSale {
  readonly id: string;
  readonly tierId: string;
  readonly unitAmount: number;
  readonly commands: readonly ReserveCommand[];
}

/** Draft: a sale that no writer takes, for what is measured without one. */
export async function makeSale(
  db: Kysely<Database>,
  reservations: number,
  state: 'open' | 'draft',
): Promise<BenchSale> {
  const id = newId('sal');
  const tierId = newId('tier');
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('sale')
      .values({
        id,
        slug: id.replace('_', '-'),
        title: 'Bench',
        state,
        currency: 'KRW',
        floor_max: 1_000,
        admit_per_minute: 60_000,
        pass_minutes: 60,
        claim_seconds: 60,
        hold_minutes: 10,
        per_visitor_max: 4,
        draw_seed: 'seed',
        draw_seed_hash: 'hash',
      })
      .execute();
    await trx
      .insertInto('tier')
      .values({
        id: tierId,
        sale_id: id,
        position: 0,
        name: 'Standing',
        price_amount: UNIT_AMOUNT,
        capacity: 1_000_000,
        available: 1_000_000,
      })
      .execute();
    await openBook(trx, id);
  });
  const commands = Array.from({ length: reservations }, () => commandOf(id, tierId));
  await sql`
    insert into admission (id, sale_id, visitor_id, number, call_no, state, claim_by, claimed_at, pass_ends_at)
    select id, ${id}, visitor_id, place, 1, 'shopping', now(), now(), now() + interval '1 hour'
    from unnest(${commands.map(({ admissionId }) => admissionId)}::text[],
      ${commands.map(({ visitorId }) => visitorId)}::text[]) with ordinality as shopper (id, visitor_id, place)
  `.execute(db);
  return { id, tierId, unitAmount: UNIT_AMOUNT, commands };
}

/** What the API sends for an anonymous visitor who buys one unit. */
const commandOf = (saleId: string, tierId: string): ReserveCommand => ({
  id: randomBytes(32).toString('base64url'),
  bodyHash: randomBytes(32).toString('base64url'),
  saleId,
  orderId: newId('ord'),
  admissionId: newId('adm'),
  visitorId: randomBytes(12).toString('base64url'),
  accountId: null,
  emailIndex: randomBytes(32).toString('base64url'),
  contactSealed: randomBytes(SEALED_CHARACTERS).toString('base64url').slice(0, SEALED_CHARACTERS),
  addressSealed: null,
  lines: [{ tierId, quantity: 1 }],
  replyTo: 'bench',
});
