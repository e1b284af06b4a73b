/**
 * Tiers of a sale that is there already: a new variant, another name, another price (CAT-5, CAT-6). A new tier begins with
 * nothing in it; what it holds comes from the writer, so that its ledger tells of every unit. A price is copied into an
 * order when the order is made, so a new one counts for orders made afterwards and changes none. Removing one is the
 * writer's; what stands in its way beside the stock is looked at here (CAT-17).
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { Refused } from '../domain/refusals.ts';
import { priceMistakes, saleBounds, type TierWish } from '../domain/sale-defaults.ts';
import { recordAct } from './audit.ts';
import { type By, lockSale, lockSaleAndStock } from './sale-steering.ts';
import type { Database, TierRow } from './schema.ts';

export type TierPatch = { readonly [K in keyof Omit<TierWish, 'capacity'>]?: TierWish[K] | undefined };
type Trx = Transaction<Database>;

/** Answers the sale's id. */
export async function addTier(
  trx: Trx,
  slug: string,
  tier: Omit<TierWish, 'capacity'> & { readonly id: string },
  by: By,
): Promise<string> {
  const sale = await lockSale(trx, slug);
  if (sale.state === 'closed') throw new Refused('sale_not_open', { detail: 'the sale is closed' });
  const tiers = await tiersOf(trx, sale.id);
  const [, tiersMost] = saleBounds.tiers;
  if (tiers.length >= tiersMost) throw wrong('name', `a sale has ${tiersMost} tiers at most`);
  check(tiers, sale.currency, tier);
  const { id, name, price, listPrice, attributes = {} } = tier;
  await trx
    .insertInto('tier')
    .values({
      ...{ id, sale_id: sale.id, name, capacity: 0, available: 0 },
      position: sql<number>`(select coalesce(max(position), -1) + 1 from tier where sale_id = ${sale.id})`,
      price_amount: price.amount,
      list_price_amount: listPrice?.amount ?? null,
      attributes: JSON.stringify(attributes),
    })
    .execute();
  const detail = { tierId: id, name, price: price.amount, listPrice: listPrice?.amount ?? null, attributes };
  await recordAct(trx, {
    actor: by.actor,
    act: 'tier.make',
    saleId: sale.id,
    detail,
    reason: by.reason ?? null,
  });
  return sale.id;
}

export async function changeTier(
  trx: Trx,
  slug: string,
  tierId: string,
  patch: TierPatch,
  by: By,
): Promise<void> {
  // A batch of the writer changes tiers and then the sale; here it is the other way round.
  const sale = await lockSaleAndStock(trx, slug);
  const tiers = await tiersOf(trx, sale.id);
  const was = tiers.find(({ id }) => id === tierId);
  if (!was) throw new Refused('not_found');
  const moneyOf = (amount: number) => ({ amount, currency: sale.currency });
  const { list_price_amount: listWas } = was;
  const wanted = {
    id: tierId,
    name: patch.name ?? was.name,
    price: patch.price ?? moneyOf(was.price_amount),
    listPrice: patch.listPrice === undefined ? (listWas === null ? null : moneyOf(listWas)) : patch.listPrice,
    attributes: patch.attributes ?? was.attributes,
  };
  check(tiers, sale.currency, wanted);
  await trx
    .updateTable('tier')
    .set({
      name: wanted.name,
      price_amount: wanted.price.amount,
      list_price_amount: wanted.listPrice?.amount ?? null,
      attributes: JSON.stringify(wanted.attributes),
    })
    .where('id', '=', tierId)
    .execute();
  const { name, price_amount: price, attributes } = was;
  const detail = { tierId, was: { name, price, listPrice: listWas, attributes }, is: patch };
  await recordAct(trx, {
    actor: by.actor,
    act: 'tier.change',
    saleId: sale.id,
    detail,
    reason: by.reason ?? null,
  });
}

/** What is known of a tier that staff wants to remove, beside the stock, which the writer looks at. */
export interface TierToRemove {
  readonly saleId: string;
  readonly name: string;
  /** Somebody was called, is inside, is registered, or waits on the reserve list: they came for what the sale offers. */
  readonly isAwaited: boolean;
}

/** Refuses with `not_found`, and with `invalid_request` where a raffle would have fewer units than winners (RAF-11). */
export async function tierToRemove(
  db: Kysely<Database>,
  slug: string,
  tierId: string,
): Promise<TierToRemove> {
  const found = await db
    .selectFrom('tier')
    .innerJoin('sale', 'sale.id', 'tier.sale_id')
    .select(['tier.name', 'sale.id as saleId', 'sale.winners'])
    .select(
      sql<boolean>`
        exists (select from admission where admission.sale_id = sale.id and admission.state in ('called', 'shopping'))
        or exists (select from reserve_entry where reserve_entry.sale_id = sale.id
          and reserve_entry.state in ('registered', 'waiting'))`.as('isAwaited'),
    )
    .select(
      sql<number>`(select coalesce(sum(capacity), 0)::int from tier as other
        where other.sale_id = sale.id and other.id <> tier.id and other.removed_at is null)`.as(
        'unitsBeside',
      ),
    )
    .select(sql<boolean>`sale.mode = 'raffle' and sale.state <> 'closed'`.as('isRaffle'))
    .where('tier.id', '=', tierId)
    .where('tier.removed_at', 'is', null)
    .where('sale.slug', '=', slug)
    .where('sale.deleted_at', 'is', null)
    .executeTakeFirst();
  if (!found) throw new Refused('not_found');
  const { winners, unitsBeside, isRaffle, ...tier } = found;
  if (isRaffle && unitsBeside > 0 && unitsBeside < (winners ?? 0))
    throw wrong('winners', 'no more can win than there are units');
  return tier;
}

/** Those on sale. */
const tiersOf = (trx: Trx, saleId: string): Promise<TierRow[]> =>
  trx
    .selectFrom('tier')
    .selectAll()
    .where('sale_id', '=', saleId)
    .where('removed_at', 'is', null)
    .orderBy('position')
    .execute();

function check(
  tiers: readonly TierRow[],
  currency: string,
  tier: Omit<TierWish, 'capacity'> & { readonly id: string },
): void {
  if (tier.price.currency !== currency) throw wrong('price.currency', 'all tiers share one currency');
  const [mistake] = priceMistakes(tier, '');
  if (mistake) throw wrong(mistake.path.replace(/^\./, ''), mistake.message);
  if (tiers.some(({ id, name }) => id !== tier.id && name === tier.name))
    throw wrong('name', 'another tier has this name');
}

const wrong = (path: string, message: string) =>
  new Refused('invalid_request', { errors: [{ path, message }] });
