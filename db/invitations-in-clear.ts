/** Invitations of before their addresses were sealed (migration 0040). */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Some of those that stand in clear. */
export async function invitationsInClear(
  db: Kysely<Database>,
  invitations: number,
): Promise<{ readonly id: string; readonly email: string }[]> {
  return await db
    .selectFrom('staff_invitation')
    .select(['id', sql<string>`email`.as('email')])
    .where('email', 'is not', null)
    .orderBy('id')
    .limit(invitations)
    .execute();
}

/** Where a newer one is open for the same address, this one is over: an older version of ours made it beside that one. */
export async function sealInvitation(
  db: Kysely<Database>,
  { id, emailSealed, emailIndex }: { id: string; emailSealed: string; emailIndex: string },
): Promise<void> {
  await sql`
    with other as (
      select from staff_invitation where email_index = ${emailIndex} and ended_at is null
    )
    update staff_invitation set email = null, email_sealed = ${emailSealed}, email_index = ${emailIndex},
      ended_at = case when exists (select from other) then coalesce(ended_at, now()) else ended_at end,
      ended_because = case when exists (select from other) then coalesce(ended_because, 'replaced') else ended_because end
    where id = ${id} and email is not null`.execute(db);
}
