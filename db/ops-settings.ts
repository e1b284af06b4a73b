/**
 * What the dashboard shows of a sale's settings, its draw and its lists (OPS-1). Settings and draw are one row, read each
 * second; lists grow with the sale and are counted seldom.
 */
import type { Kysely } from 'kysely';
import type { OpsSnapshot } from '../domain/ops-snapshot.ts';
import type { Database, SaleRow } from './schema.ts';

export type OpsSettingsRow = Pick<
  SaleRow,
  | 'mode'
  | 'lobby'
  | 'audience'
  | 'opens_at'
  | 'registration_closes_at'
  | 'winners'
  | 'claim_hours'
  | 'reserve_hours'
  | 'code_required'
  | 'priority_share'
  | 'embed_origins'
  | 'draw_seed_hash'
  | 'draw_size'
  | 'draw_root'
  | 'draw_root_at'
  | 'draw_beacon_state'
  | 'draw_beacon_round'
  | 'opened_at'
>;

const settings = [
  ...(['mode', 'lobby', 'audience', 'opens_at', 'registration_closes_at', 'winners', 'claim_hours'] as const),
  ...(['reserve_hours', 'code_required', 'priority_share', 'embed_origins', 'draw_seed_hash'] as const),
  ...([
    'draw_size',
    'draw_root',
    'draw_root_at',
    'draw_beacon_state',
    'draw_beacon_round',
    'opened_at',
  ] as const),
];

/** Null where there is no such sale. */
export async function readOpsSettings(db: Kysely<Database>, saleId: string): Promise<OpsSettingsRow | null> {
  const row = await db.selectFrom('sale').select(settings).where('id', '=', saleId).executeTakeFirst();
  return row ?? null;
}

/** How many stand where on the sale's lists; who left is not on them any more. */
export async function readOpsLists(db: Kysely<Database>, saleId: string): Promise<OpsSnapshot['lists']> {
  const rows = await db
    .selectFrom('reserve_entry')
    .select(({ fn }) => ['state', fn.countAll<number>().as('entries')])
    .where('sale_id', '=', saleId)
    .groupBy('state')
    .execute();
  const entriesIn = (state: string) => Number(rows.find((row) => row.state === state)?.entries ?? 0);
  return {
    registered: entriesIn('registered'),
    waiting: entriesIn('waiting'),
    called: entriesIn('called'),
    done: entriesIn('done'),
  };
}
