/**
 * Steering a sale that is there: settings, opening, pause, close, the organiser's message (API-8). Each act locks the
 * sale's row, decides on what it finds, changes it and writes its line in the audit, all in the caller's transaction.
 *
 * Opening is asked for and not done here: `opens_at` is set and the sale clock performs it, the same way whether a
 * person or the calendar wanted it. An act that finds its wish already fulfilled changes nothing and is not a mistake.
 */
import { isDeepStrictEqual } from 'node:util';
import { sql, type Transaction, type UpdateObject } from 'kysely';
import type { SaleAct } from '../domain/audit-act.ts';
import type { ReasonTexts } from '../domain/pause-reason.ts';
import { Refused } from '../domain/refusals.ts';
import { fixedOncePublished, type SaleWish, saleMistakes } from '../domain/sale-defaults.ts';
import { type Act, type Actor, recordAct } from './audit.ts';
import type { Database, SaleRow } from './schema.ts';

export interface By {
  readonly actor: Actor;
  readonly reason?: string | undefined;
}
export type SalePatch = {
  readonly [K in keyof Omit<SaleWish, 'slug' | 'tiers'>]?: SaleWish[K] | undefined;
};

const columns = {
  title: 'title',
  description: 'description',
  category: 'category',
  venue: 'venue',
  startsAt: 'starts_at',
  picture: 'picture',
  accent: 'accent',
  mode: 'mode',
  lobby: 'lobby',
  audience: 'audience',
  opensAt: 'opens_at',
  closesAt: 'closes_at',
  floorMax: 'floor_max',
  admitPerMinute: 'admit_per_minute',
  passMinutes: 'pass_minutes',
  claimSeconds: 'claim_seconds',
  holdMinutes: 'hold_minutes',
  perVisitorMax: 'per_visitor_max',
  fulfilment: 'fulfilment',
  timeZone: 'time_zone',
  registrationClosesAt: 'registration_closes_at',
  winners: 'winners',
  claimHours: 'claim_hours',
  reserveHours: 'reserve_hours',
  codeRequired: 'code_required',
  priorityShare: 'priority_share',
  autopilot: 'autopilot',
  embedOrigins: 'embed_origins',
  hiddenUntil: 'hidden_until',
  hideBeforeOpening: 'hide_before_opening',
} as const satisfies Record<keyof SalePatch, keyof SaleRow>;

export async function patchSale(
  trx: Transaction<Database>,
  slug: string,
  patch: SalePatch,
  by: By,
): Promise<void> {
  const sale = await lockSale(trx, slug);
  const changed = (Object.keys(columns) as (keyof SalePatch)[]).filter(
    (name) => patch[name] !== undefined && !isSame(patch[name], sale[columns[name]]),
  );
  if (changed.length === 0) return;

  const fixed = sale.state === 'draft' ? [] : changed.filter((name) => fixedOncePublished.has(name));
  if (fixed.length > 0) {
    const errors = fixed.map((path) => ({ path, message: 'cannot change once the sale is published' }));
    throw new Refused('invalid_request', { errors });
  }
  const opensAt = patch.opensAt === undefined ? sale.opens_at : patch.opensAt;
  // Of a published sale the end alone may still contradict the rest; its stock is steered elsewhere.
  const errors = saleMistakes({ ...(await wishOf(trx, sale)), ...definedOf(patch) }).filter(
    ({ path }) => sale.state === 'draft' || path === 'closesAt',
  );
  if (errors.length > 0) throw new Refused('invalid_request', { errors });

  const values = Object.fromEntries(changed.map((name) => [columns[name], patch[name]]));
  const isPublished = sale.state === 'draft' && opensAt !== null;
  await change(trx, sale.id, { ...values, ...(isPublished && { state: 'lobby' as const }) });
  const detail = Object.fromEntries(
    changed.map((name) => [name, { was: sale[columns[name]], is: patch[name] }]),
  );
  await record(trx, by, 'sale.change', sale.id, detail);
}

/** The sale as it would have been asked for, as far as its settings have to agree with one another (RAF-11). */
async function wishOf(trx: Transaction<Database>, sale: SaleRow) {
  const tiers = await trx
    .selectFrom('tier')
    .select(['name', 'capacity', 'price_amount'])
    .where('sale_id', '=', sale.id)
    .where('removed_at', 'is', null)
    .execute();
  return {
    ...{ opensAt: sale.opens_at, closesAt: sale.closes_at, mode: sale.mode, winners: sale.winners },
    registrationClosesAt: sale.registration_closes_at,
    tiers: tiers.map(({ name, capacity, price_amount: amount }) => ({
      ...{ name, capacity, price: { amount, currency: sale.currency } },
    })),
  };
}

const definedOf = (patch: SalePatch): SalePatch =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));

/** People register for a raffle until the time that they were told, so it neither opens before nor without it (RAF-11). */
function mustHaveRegistered(sale: SaleRow): void {
  if (sale.mode !== 'raffle') return;
  if (sale.opens_at === null) throw new Refused('sale_not_open', { detail: 'a raffle needs opensAt' });
  const { registration_closes_at: closesAt } = sale;
  if (sale.state === 'draft' || (closesAt !== null && sale.frozen_at === null))
    throw new Refused('sale_not_open', { detail: 'registration has not ended' });
}

/** From draft or lobby: the clock opens it within a second. */
export async function askToOpen(trx: Transaction<Database>, slug: string, by: By): Promise<void> {
  const sale = await lockSale(trx, slug);
  if (sale.state === 'open') return;
  if (sale.state !== 'draft' && sale.state !== 'lobby') throw wrongState(sale);
  const { is_due, is_over } = await trx
    .selectFrom('sale')
    .select([
      sql<boolean>`coalesce(opens_at <= now(), false)`.as('is_due'),
      sql<boolean>`coalesce(closes_at <= now(), false)`.as('is_over'),
    ])
    .where('id', '=', sale.id)
    .executeTakeFirstOrThrow();
  if (is_over) throw new Refused('sale_not_open', { detail: 'closesAt has passed' });
  if (is_due && sale.state === 'lobby') return;
  mustHaveRegistered(sale);
  await change(trx, sale.id, { state: 'lobby', opens_at: sql<Date>`now()` });
  await record(trx, by, 'sale.open', sale.id, { opensAtWas: sale.opens_at });
}

/** What visitors read while nobody is let in, beside the reason that everybody reads. */
export interface PauseNews {
  readonly reasons?: ReasonTexts | undefined;
  readonly nextNewsAt?: Date | undefined;
}

const noReason = { reason: null, reason_ko: null, reason_en: null, next_news_at: null };

/** Pausing what is paused gives it the newer reason. */
export async function pauseSale(trx: Transaction<Database>, slug: string, by: By & PauseNews): Promise<void> {
  const sale = await lockSale(trx, slug);
  if (sale.state !== 'open' && sale.state !== 'paused') throw wrongState(sale);
  const { ko = null, en = null } = by.reasons ?? {};
  const nextNewsAt = by.nextNewsAt ?? null;
  const told = { reason: by.reason ?? null, reason_ko: ko, reason_en: en, next_news_at: nextNewsAt };
  const { reason, reason_ko, reason_en, next_news_at } = sale;
  if (sale.state === 'paused' && isSame(told, { reason, reason_ko, reason_en, next_news_at })) return;
  await change(trx, sale.id, { state: 'paused', ...told });
  await record(trx, by, 'sale.pause', sale.id, {
    ...(en && ko && { ko }),
    ...(nextNewsAt && { nextNewsAt }),
  });
}

export async function resumeSale(trx: Transaction<Database>, slug: string, by: By): Promise<void> {
  const sale = await lockSale(trx, slug);
  if (sale.state === 'open') return;
  if (sale.state !== 'paused') throw wrongState(sale);
  await change(trx, sale.id, { state: 'open', ...noReason });
  await record(trx, by, 'sale.resume', sale.id, {});
}

/** For good. What is held may still be paid. Why is the journal's alone: a reason is public in a pause only (API-21). */
export async function closeSale(trx: Transaction<Database>, slug: string, by: By): Promise<void> {
  const sale = await lockSale(trx, slug);
  if (sale.state === 'closed') return;
  await change(trx, sale.id, { state: 'closed', ...noReason, closed_at: sql<Date>`now()` });
  await record(trx, by, 'sale.close', sale.id, { was: sale.state });
}

/** Neither language takes the message away. */
export async function setMessage(
  trx: Transaction<Database>,
  slug: string,
  message: { readonly ko?: string | undefined; readonly en?: string | undefined },
  by: By,
): Promise<void> {
  const sale = await lockSale(trx, slug);
  const { ko = null, en = null } = message;
  const isNone = ko === null && en === null;
  await change(trx, sale.id, {
    message_ko: ko,
    message_en: en,
    message_at: isNone ? null : sql<Date>`now()`,
  });
  await record(trx, by, 'sale.message', sale.id, { ko, en });
}

/** Refuses with `not_found`. The lock keeps two members of staff, and the clock, from deciding on the same old state. */
export async function lockSale(trx: Transaction<Database>, slug: string): Promise<SaleRow> {
  const sale = await trx
    .selectFrom('sale')
    .selectAll()
    .where('slug', '=', slug)
    // No key is changed: orders that refer to the sale are not held up by a member of staff who hesitates.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!sale || sale.deleted_at !== null) throw new Refused('not_found');
  return sale;
}

/**
 * With the sale's stock standing still: the writer's lease is held, so no batch is under way. The lease comes first, as the
 * writer takes it; the other way round each would wait for the other.
 */
export async function lockSaleAndStock(trx: Transaction<Database>, slug: string): Promise<SaleRow> {
  await sql`select from writer_lease where sale_id = (select id from sale where slug = ${slug}) for no key update`.execute(
    trx,
  );
  return await lockSale(trx, slug);
}

async function change(
  trx: Transaction<Database>,
  saleId: string,
  values: UpdateObject<Database, 'sale', 'sale'>,
): Promise<void> {
  const changed = { ...values, changed_at: sql<Date>`now()` };
  await trx.updateTable('sale').set(changed).where('id', '=', saleId).execute();
}

const record = (
  trx: Transaction<Database>,
  by: By,
  act: SaleAct,
  saleId: string,
  detail: Act['detail'] & object,
) => recordAct(trx, { actor: by.actor, act, saleId, detail, reason: by.reason ?? null });

const wrongState = (sale: SaleRow) => new Refused('sale_not_open', { detail: `the sale is ${sale.state}` });

const isSame = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a, b);
