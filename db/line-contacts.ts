/** Addresses that visitors put to their places, sealed and bound to sale and visitor (MAI-30). */
import { type Kysely, sql } from 'kysely';
import type { KeyRing } from '../runtime/keyring.ts';
import { openText, sealText } from '../runtime/seal.ts';
import type { Database } from './schema.ts';

export interface LineContact {
  readonly saleId: string;
  readonly entryId: string;
  readonly email: string;
  readonly language: 'ko' | 'en';
}

const boundTo = (saleId: string, entryId: string): string => `line_contact|${saleId}|${entryId}`;

/** The newest address counts. Who was written to already is not written to again. */
export async function keepContact(db: Kysely<Database>, ring: KeyRing, contact: LineContact): Promise<void> {
  const { saleId, entryId, email, language } = contact;
  const sealed = sealText(ring, email, boundTo(saleId, entryId));
  await sql`
    insert into line_contact (sale_id, visitor_id, contact_sealed, language)
    values (${saleId}, ${entryId}, ${sealed}, ${language})
    on conflict (sale_id, visitor_id)
    do update set contact_sealed = excluded.contact_sealed, language = excluded.language, at = now()
  `.execute(db);
}

export const openContact = (ring: KeyRing, saleId: string, entryId: string, sealed: string): string =>
  openText(ring, sealed, boundTo(saleId, entryId));
