/** What mails about a raffle or a reserve list speak of. */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

export interface ListMailMatter {
  readonly title: string;
  readonly venue: string | null;
  readonly slug: string;
  readonly language: 'ko' | 'en';
  /** The address left for the list; null where there is one for the place only. */
  readonly listSealed: string | null;
  /** The address left to be told about the place. */
  readonly placeSealed: string | null;
  /** The end of the turn that the mail is about; null where it is over, or the mail is about none. */
  readonly claimBy: Date | null;
}

/** Null: nobody of this list. */
export async function listMailMatter(
  db: Kysely<Database>,
  ask: { readonly saleId: string; readonly visitorId: string; readonly admissionId: string | null },
): Promise<ListMailMatter | null> {
  const { rows } = await sql<ListMailMatter>`
    select title, venue, slug, listed.contact_sealed as "listSealed", place.contact_sealed as "placeSealed",
      case when listed.contact_sealed is null then coalesce(place.language, 'en') else listed.language end as language,
      (select claim_by from admission where id = ${ask.admissionId} and claim_by > now()
         and admission.state in ('called', 'shopping')) as "claimBy"
    from reserve_entry as listed join sale on sale.id = listed.sale_id
      left join line_contact as place on place.sale_id = listed.sale_id and place.visitor_id = listed.visitor_id
    where listed.sale_id = ${ask.saleId} and listed.visitor_id = ${ask.visitorId}`.execute(db);
  return rows[0] ?? null;
}
