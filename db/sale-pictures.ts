/**
 * Pictures of sales (CAT-3, CAT-4). The bytes are kept once, whichever sales show them, and go when the last one stops: who
 * adds and who removes a picture take turns by its hash, so that none is lost between the two.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { SaleAct } from '../domain/audit-act.ts';
import { Refused } from '../domain/refusals.ts';
import { saleBounds } from '../domain/sale-defaults.ts';
import { recordAct } from './audit.ts';
import { type By, lockSale } from './sale-steering.ts';
import type { Database } from './schema.ts';

export interface NewPicture {
  readonly id: string;
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  readonly small: Buffer;
  readonly large: Buffer;
  readonly alt: { readonly ko: string; readonly en: string };
}
export interface PicturePatch {
  readonly alt?: NewPicture['alt'] | undefined;
  /** From 0; more than there are is the end. */
  readonly position?: number | undefined;
}
type Trx = Transaction<Database>;

/** At the end. The same picture once more is the one that is there. */
export async function addPicture(trx: Trx, slug: string, picture: NewPicture, by: By): Promise<void> {
  const sale = await lockSale(trx, slug);
  const shown = await picturesOf(trx, sale.id);
  if (shown.some(({ hash }) => hash === picture.hash)) return;
  const [, picturesMost] = saleBounds.pictures;
  if (shown.length >= picturesMost) throw wrong('body', `a sale has ${picturesMost} pictures at most`);
  const { id, alt, hash, width, height, small, large } = picture;
  await takeTurn(trx, hash);
  await trx
    .insertInto('picture')
    .values({ hash, width, height, small, large })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
  await trx
    .insertInto('sale_picture')
    .values({ id, sale_id: sale.id, hash, position: shown.length, alt_ko: alt.ko, alt_en: alt.en })
    .execute();
  await record(trx, by, 'picture.add', sale.id, { id, hash, width, height, alt });
}

export async function changePicture(
  trx: Trx,
  slug: string,
  id: string,
  patch: PicturePatch,
  by: By,
): Promise<void> {
  const sale = await lockSale(trx, slug);
  const shown = await picturesOf(trx, sale.id);
  if (!shown.some((one) => one.id === id)) throw new Refused('not_found');
  if (patch.alt !== undefined)
    await trx
      .updateTable('sale_picture')
      .set({ alt_ko: patch.alt.ko, alt_en: patch.alt.en })
      .where('id', '=', id)
      .execute();
  if (patch.position !== undefined) {
    const order = shown.map((one) => one.id).filter((one) => one !== id);
    order.splice(patch.position, 0, id);
    await putInOrder(trx, order);
  }
  await record(trx, by, 'picture.change', sale.id, { id, is: patch });
}

export async function removePicture(trx: Trx, slug: string, id: string, by: By): Promise<void> {
  const sale = await lockSale(trx, slug);
  const shown = await picturesOf(trx, sale.id);
  const gone = shown.find((one) => one.id === id);
  if (!gone) throw new Refused('not_found');
  await takeTurn(trx, gone.hash);
  await trx.deleteFrom('sale_picture').where('id', '=', id).execute();
  await putInOrder(
    trx,
    shown.map((one) => one.id).filter((one) => one !== id),
  );
  await sql`delete from picture where hash = ${gone.hash}
    and not exists (select from sale_picture where hash = ${gone.hash})`.execute(trx);
  await record(trx, by, 'picture.remove', sale.id, { id, hash: gone.hash });
}

export async function pictureBytes(
  db: Kysely<Database>,
  hash: string,
  form: 'small' | 'large',
): Promise<Buffer | null> {
  const row = await db
    .selectFrom('picture')
    .select(`${form} as bytes`)
    .where('hash', '=', hash)
    .executeTakeFirst();
  return row?.bytes ?? null;
}

const picturesOf = (trx: Trx, saleId: string) =>
  trx
    .selectFrom('sale_picture')
    .select(['id', 'hash'])
    .where('sale_id', '=', saleId)
    .orderBy('position')
    .execute();

const putInOrder = (trx: Trx, ids: readonly string[]) =>
  sql`update sale_picture set position = place - 1
    from unnest(${ids}::text[]) with ordinality as wanted (id, place) where sale_picture.id = wanted.id`.execute(
    trx,
  );

const takeTurn = (trx: Trx, hash: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${hash}, 7))`.execute(trx);

const record = (trx: Trx, by: By, act: SaleAct, saleId: string, detail: Record<string, unknown>) =>
  recordAct(trx, { actor: by.actor, act, saleId, detail, reason: by.reason ?? null });

const wrong = (path: string, message: string) =>
  new Refused('invalid_request', { errors: [{ path, message }] });
