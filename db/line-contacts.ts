/** Addresses that visitors put to their places, sealed and bound to sale and visitor (MAI-30). */
import { type Kysely, sql } from 'kysely';
import type { SaleState } from '../domain/sale.ts';
import type { LineHead } from '../domain/standing.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';
import { lineIsSoldOut } from './promised.ts';
import type { Database } from './schema.ts';

export interface LineContact {
  readonly saleId: string;
  readonly entryId: string;
  readonly email: string;
  readonly language: 'ko' | 'en';
}

const boundTo = (saleId: string, entryId: string): string => `line_contact|${saleId}|${entryId}`;

/**
 * The newest address counts, and is looked for from now on. Who was written to for this place is not written to again: the
 * letter's key says so.
 */
export async function keepContact(db: Kysely<Database>, ring: KeyRing, contact: LineContact): Promise<void> {
  const { saleId, entryId, email, language } = contact;
  const sealed = sealText(ring, email, boundTo(saleId, entryId));
  await sql`
    insert into line_contact (sale_id, visitor_id, contact_sealed, language)
    values (${saleId}, ${entryId}, ${sealed}, ${language})
    on conflict (sale_id, visitor_id)
    do update set contact_sealed = excluded.contact_sealed, language = excluded.language, at = now(),
      stopped_at = null, near_mailed_at = null, look_moved = 0, sold_out_seen_at = null
  `.execute(db);
}

export const openContact = (ring: KeyRing, saleId: string, entryId: string, sealed: string): string =>
  openText(ring, sealed, boundTo(saleId, entryId));

/** Who waits to be told and may be near by now, in pages by visitor. A note of an older generation counts no more. */
export async function dueContactsAfter(
  db: Kysely<Database>,
  saleId: string,
  { moved, generation }: Pick<LineHead, 'moved' | 'generation'>,
  { after, countMax }: { readonly after: string; readonly countMax: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('line_contact')
    .select('visitor_id')
    .where('sale_id', '=', saleId)
    .where('near_mailed_at', 'is', null)
    .where((eb) => eb.or([eb('look_moved', '<=', moved), eb('look_generation', '<', generation)]))
    .where('visitor_id', '>', after)
    .orderBy('visitor_id')
    .limit(countMax)
    .execute();
  return rows.map(({ visitor_id }) => visitor_id);
}

/** Notes that nobody needs to look for them before the line's counter stands there. */
export async function lookAgainAt(
  db: Kysely<Database>,
  saleId: string,
  generation: number,
  looks: readonly { readonly entryId: string; readonly moved: number }[],
): Promise<void> {
  if (looks.length === 0) return;
  await sql`
    update line_contact set look_moved = look.moved, look_generation = ${generation}
    from unnest(${looks.map(({ entryId }) => entryId)}::text[], ${looks.map(({ moved }) => moved)}::bigint[])
      as look (visitor_id, moved)
    where sale_id = ${saleId} and line_contact.visitor_id = look.visitor_id and near_mailed_at is null
  `.execute(db);
}

/**
 * Marks them told and stages their letters, in one: several processes at once write to nobody twice, and to nobody again
 * for the same place. Answers who is written to.
 */
export async function tellNear(
  db: Kysely<Database>,
  saleId: string,
  places: readonly { readonly entryId: string; readonly number: number }[],
): Promise<string[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<{ visitorId: string }>`
    with place as (
      select * from unnest(${places.map(({ entryId }) => entryId)}::text[], ${places.map(({ number }) => number)}::bigint[])
        as place (visitor_id, number)
    ), mine as (
      select visitor_id from line_contact join place using (visitor_id)
      where sale_id = ${saleId} and near_mailed_at is null
      order by visitor_id for update of line_contact
    ), marked as (
      update line_contact set near_mailed_at = now() from mine
      where line_contact.sale_id = ${saleId} and line_contact.visitor_id = mine.visitor_id
      returning line_contact.visitor_id, near_round
    )
    insert into outbox (sale_id, topic, key, payload)
    select ${saleId}::text, 'mail', concat('near:', ${saleId}::text, ':', visitor_id, ':', number, '.', near_round),
           jsonb_build_object('kind', 'near', 'saleId', ${saleId}::text, 'visitorId', visitor_id)
    from marked join place using (visitor_id)
    on conflict (key) do nothing
    returning payload ->> 'visitorId' as "visitorId"`.execute(db);
  return rows.map(({ visitorId }) => visitorId);
}

/** They let so many pass that their turn is near no more: once it is again, they are written to again. */
export async function expectNear(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<void> {
  if (entryIds.length === 0) return;
  await sql`
    update line_contact set near_mailed_at = null, look_moved = 0, near_round = near_round + 1
    where sale_id = ${saleId} and visitor_id = any(${entryIds}::text[]) and near_mailed_at is not null
  `.execute(db);
}

/** Whose turn is over needs no letter: the address goes with it. */
export async function forgetContacts(
  db: Kysely<Database>,
  saleId: string,
  entryIds: readonly string[],
): Promise<void> {
  if (entryIds.length === 0) return;
  await sql`
    delete from line_contact
    where sale_id = ${saleId} and visitor_id = any(${entryIds}::text[]) and near_mailed_at is null
  `.execute(db);
}

/** Addresses of lines that are over for a day are kept no longer. Answers how many there were. */
export async function forgetOldContacts(db: Kysely<Database>): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from line_contact using sale
    where sale.id = line_contact.sale_id and sale.mode = 'line' and sale.closed_at < now() - interval '1 day'
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

export interface NearMatter {
  readonly title: string;
  readonly slug: string;
  readonly claimSeconds: number;
  readonly language: 'ko' | 'en';
  readonly contactSealed: string;
  readonly state: SaleState;
  /** Nothing is left for who waits in line. */
  readonly isSoldOut: boolean;
}

/** Null where there is nobody to write to any more. */
export async function nearMatter(
  db: Kysely<Database>,
  saleId: string,
  visitorId: string,
): Promise<NearMatter | null> {
  const matter = await db
    .selectFrom('line_contact')
    .innerJoin('sale', 'sale.id', 'line_contact.sale_id')
    .select(['title', 'slug', 'claim_seconds as claimSeconds', 'language', 'contact_sealed as contactSealed'])
    .select(['sale.state', lineIsSoldOut.as('isSoldOut')])
    .where('sale_id', '=', saleId)
    .where('visitor_id', '=', visitorId)
    .where('stopped_at', 'is', null)
    .executeTakeFirst();
  return matter ?? null;
}
