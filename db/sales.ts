/**
 * Sales: making one, and reading one with its tiers and pictures. Steering an existing sale is sale-steering.ts, finding
 * some is sale-search.ts; stock is the writer's alone. `createSale` joins the caller's transaction: a sale is there with
 * its tiers, its numbers, its book and its line in the audit, or not at all.
 */
import { hash } from 'node:crypto';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { Refused } from '../domain/refusals.ts';
import type { SaleSettings } from '../domain/sale-defaults.ts';
import { type Chance, newId } from '../runtime/chance.ts';
import { type Actor, recordAct } from './audit.ts';
import type { Database, SaleRow, TierRow } from './schema.ts';
import type { PictureTable, SalePictureTable } from './schema-sales.ts';
import { openBook } from './writer-genesis.ts';

export interface SaleRecord extends SaleRow {
  /** Those on sale, in the organiser's order. */
  readonly tiers: readonly SaleTierRecord[];
  /** Sold no more, and still in orders (CAT-17). */
  readonly removed_tiers: readonly Pick<TierRow, 'id' | 'name'>[];
  /** In the organiser's order. */
  readonly pictures: readonly SalePictureRecord[];
  /** The last sequence of the sale's ledger: grows with every change of stock. */
  readonly stock_version: number;
}
/** What may be kept outside PostgreSQL: without what stays secret until the draw. */
export type KeptSale = Omit<SaleRecord, 'draw_seed' | 'draw_key'>;
/** Grows with every change of what is shown of the sale: neither of the two ever goes back (CAT-13). */
export const versionOf = (sale: Pick<SaleRecord, 'revision' | 'stock_version'>): number =>
  sale.revision + sale.stock_version;
export type SaleTierRecord = Omit<TierRow, 'sale_id' | 'position' | 'removed_at'>;
export type SalePictureRecord = Pick<Selectable<SalePictureTable>, 'id' | 'hash' | 'alt_ko' | 'alt_en'> &
  Pick<PictureTable, 'width' | 'height'>;

/** Refuses with `slug_taken`, having changed nothing. */
export async function createSale(
  trx: Transaction<Database>,
  sale: SaleSettings,
  by: { readonly actor: Actor; readonly chance: Chance },
): Promise<SaleRecord> {
  const saleId = newId('sal', by.chance);
  // The seed is the organiser's half of the draw. Its hash is public from now on, so that nobody can choose it later.
  const seed = by.chance.bytes(32);
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('sale')
    .values({
      id: saleId,
      slug: sale.slug,
      title: sale.title,
      description: sale.description,
      category: sale.category,
      venue: sale.venue,
      starts_at: sale.startsAt,
      picture: sale.picture,
      accent: sale.accent,
      mode: sale.mode,
      lobby: sale.lobby,
      audience: sale.audience,
      state: sale.state,
      currency: sale.currency,
      opens_at: sale.opensAt,
      closes_at: sale.closesAt,
      floor_max: sale.floorMax,
      admit_per_minute: sale.admitPerMinute,
      pass_minutes: sale.passMinutes,
      claim_seconds: sale.claimSeconds,
      hold_minutes: sale.holdMinutes,
      per_visitor_max: sale.perVisitorMax,
      fulfilment: sale.fulfilment,
      time_zone: sale.timeZone,
      registration_closes_at: sale.registrationClosesAt,
      winners: sale.winners,
      claim_hours: sale.claimHours,
      reserve_hours: sale.reserveHours,
      code_required: sale.codeRequired,
      priority_share: sale.priorityShare,
      autopilot: sale.autopilot,
      embed_origins: [...sale.embedOrigins],
      hidden_until: sale.hiddenUntil,
      hide_before_opening: sale.hideBeforeOpening,
      draw_seed: seed.toString('hex'),
      draw_seed_hash: hash('sha256', seed, 'hex'),
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) throw new Refused('slug_taken');

  const tiers = sale.tiers.map((tier, position) => ({
    id: newId('tier', by.chance),
    sale_id: saleId,
    position,
    name: tier.name,
    price_amount: tier.price.amount,
    list_price_amount: tier.listPrice?.amount ?? null,
    attributes: JSON.stringify(tier.attributes ?? {}),
    capacity: tier.capacity,
    available: tier.capacity,
  }));
  await trx.insertInto('tier').values(tiers).execute();
  await trx.insertInto('line_numbers').values({ sale_id: saleId }).execute();
  await openBook(trx, saleId);
  await recordAct(trx, { actor: by.actor, act: 'sale.create', saleId, detail: { slug: sale.slug } });
  const made = await saleBySlug(trx, sale.slug);
  if (!made) throw new Error(`sale ${saleId} is not there in the transaction that made it`);
  return made;
}

/** Drafts too: who may see them is the caller's to decide. */
export async function saleBySlug(db: Kysely<Database>, slug: string): Promise<SaleRecord | null> {
  const found = await saleRecords(db).where('sale.slug', '=', slug).executeTakeFirst();
  return found ?? null;
}

export async function salesBySlugs(db: Kysely<Database>, slugs: readonly string[]): Promise<SaleRecord[]> {
  if (slugs.length === 0) return [];
  return await saleRecords(db).where('sale.slug', 'in', slugs).execute();
}

/** One statement, so that the counts of all tiers and the version are of one moment. */
export const saleRecords = (db: Kysely<Database>) =>
  db
    .selectFrom('sale')
    .selectAll('sale')
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('tier')
          .select(['id', 'name', 'price_amount', 'list_price_amount', 'attributes'])
          .select(['capacity', 'available', 'held', 'sold'])
          .whereRef('tier.sale_id', '=', 'sale.id')
          .where('removed_at', 'is', null)
          .orderBy('position'),
      ).as('tiers'),
      jsonArrayFrom(
        eb
          .selectFrom('tier')
          .select(['id', 'name'])
          .whereRef('tier.sale_id', '=', 'sale.id')
          .where('removed_at', 'is not', null)
          .orderBy('position'),
      ).as('removed_tiers'),
      jsonArrayFrom(
        eb
          .selectFrom('sale_picture')
          .innerJoin('picture', 'picture.hash', 'sale_picture.hash')
          .select(['sale_picture.id', 'picture.hash', 'width', 'height', 'alt_ko', 'alt_en'])
          .whereRef('sale_picture.sale_id', '=', 'sale.id')
          .orderBy('position'),
      ).as('pictures'),
      sql<number>`coalesce((select ledger_seq from writer_lease where sale_id = sale.id), 0)`.as(
        'stock_version',
      ),
    ]);
