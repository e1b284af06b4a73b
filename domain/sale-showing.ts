/**
 * What of a sale everybody may see, and when (CAT-10, CAT-11). Pure; the api asks it before each answer about a sale, and
 * SQL says the same for the list (db/sale-search.ts).
 */
import type { SaleMode, SaleState } from './sale.ts';

export interface Showing {
  readonly state: SaleState;
  readonly hidden_until: Date | null;
  readonly hide_before_opening: boolean;
  readonly deleted_at: Date | null;
  readonly opened_at: Date | null;
}

/** Hidden, deleted and draft sales are not there for anybody but the staff. */
export const isShown = (sale: Showing, nowMs: number): boolean =>
  sale.state !== 'draft' && sale.deleted_at === null && !isHidden(sale, nowMs);

export const isHidden = ({ hidden_until: until }: Pick<Showing, 'hidden_until'>, nowMs: number): boolean =>
  until !== null && until.getTime() > nowMs;

/** It tells what, where and when; neither details nor prices nor numbers until it has opened. */
export const isTeaser = ({
  state,
  hide_before_opening: hides,
  opened_at: openedAt,
}: Pick<Showing, 'state' | 'hide_before_opening' | 'opened_at'>): boolean =>
  hides && openedAt === null && (state === 'lobby' || state === 'closed');

/** Who has a pass was let in before the sale was hidden, and buys on; a shelf that is hidden is bare. */
export const maySell = (sale: Showing & { readonly mode: SaleMode }, nowMs: number): boolean =>
  sale.state !== 'draft' && sale.deleted_at === null && (sale.mode !== 'shelf' || !isHidden(sale, nowMs));
