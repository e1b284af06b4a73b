/**
 * Between lobby indexes and drawn numbers (LIN-9, LIN-24): where a receipt of the lobby leads once the lobby is frozen, and
 * which index of the lobby a place came from, so that its holder can ask for its proof.
 */
import type { Kysely } from 'kysely';
import { readDraw } from '../../db/draw.ts';
import type { Database } from '../../db/schema.ts';
import { type Shuffle, shuffleOf } from '../../domain/permutation.ts';
import type { Standing } from '../../domain/standing.ts';
import type { RestoredPlace } from '../../redis/line/restore-places.ts';
import type { Receipt } from '../../tokens/receipt.ts';
import type { LiveSale } from './sale-book.ts';

type DrawOf = Pick<LiveSale, 'drawKey' | 'drawSize'>;

export class DrawnPlaces {
  /** Its tables are worth keeping: thousands of digests for a large lobby. */
  #shuffle: { readonly key: string; readonly size: number; readonly of: Shuffle } | null = null;

  /**
   * Where these receipts lead. While the draw is not known here PostgreSQL is asked, not the sale as it was a second ago:
   * an index that goes to a lobby which is drawn by now would be forgotten.
   */
  async placesOf(
    db: Kysely<Database>,
    sale: LiveSale,
    receipts: readonly Receipt[],
  ): Promise<RestoredPlace[]> {
    if (sale.mode !== 'line' || sale.lobby !== 'shuffle' || receipts.length === 0)
      return receipts.map((receipt) => restored(receipt, receipt.number, receipt.lobby));
    const draw = sale.drawKey === null ? await freshDraw(db, sale.id) : { ...sale, isOpen: true };
    return receipts.map((receipt) => this.#placeOf(draw, receipt));
  }

  #placeOf({ drawKey, drawSize, isOpen }: FreshDraw, receipt: Receipt): RestoredPlace {
    const { number, lobby } = receipt;
    // Nothing is frozen as far as PostgreSQL knows: a number given behind the lobby is one more index of it.
    if (drawSize === null) return restored(receipt, number, !isOpen);
    if (!lobby || number > drawSize) return restored(receipt, number, false);
    if (drawKey === null) return restored(receipt, number, true);
    return restored(receipt, this.#shuffleOf(drawKey, drawSize).placeOf(number - 1) + 1, false);
  }

  /** Null where the place did not come through a draw. */
  indexOf({ mode, lobby, drawKey, drawSize }: LiveSale, { state, number, lane }: Standing): number | null {
    const isDrawn = (mode === 'line' && lobby === 'shuffle') || mode === 'raffle';
    if (!isDrawn || number < 1) return null;
    if (state === 'lobby') return number;
    // A raffle's numbers are those of its list; the list of a line that is sold out has numbers of its own.
    const isOwnNumber = mode === 'raffle' || (lane !== 'reserve' && state !== 'reserve');
    if (!isOwnNumber || drawKey === null || drawSize === null || number > drawSize) return null;
    return this.#shuffleOf(drawKey, drawSize).indexOf(number - 1) + 1;
  }

  #shuffleOf(key: string, size: number): Shuffle {
    if (this.#shuffle?.key !== key || this.#shuffle.size !== size)
      this.#shuffle = { key, size, of: shuffleOf(key, size) };
    return this.#shuffle.of;
  }
}

interface FreshDraw extends DrawOf {
  /** Open without a draw: nobody stood in its lobby. */
  readonly isOpen: boolean;
}

async function freshDraw(db: Kysely<Database>, saleId: string): Promise<FreshDraw> {
  const { key, size } = await readDraw(db, saleId);
  const { state } = await db
    .selectFrom('sale')
    .select('state')
    .where('id', '=', saleId)
    .executeTakeFirstOrThrow();
  return { drawKey: key, drawSize: size, isOpen: state !== 'draft' && state !== 'lobby' };
}

const restored = ({ entryId, lane, snooze }: Receipt, number: number, lobby: boolean): RestoredPlace => ({
  entryId,
  number,
  lobby,
  ...(lane !== undefined && { lane }),
  ...(snooze !== undefined && { snooze }),
});
