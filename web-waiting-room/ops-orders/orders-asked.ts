/** What the API says about orders to staff, and what is asked of it. */
import type { FlagKind } from '../../domain/order-flag.ts';
import type { OrderView } from '../../domain/order-view.ts';
import type { Money } from '../../domain/sale.ts';

export interface OrderStory {
  readonly order: OrderView;
  readonly movements: readonly { readonly at: string; readonly kind: MovementKind; readonly available: number; readonly held: number; readonly sold: number }[];
  readonly refunds: readonly { readonly id: string; readonly state: 'pending' | 'refunded' | 'refused'; readonly amount: Money; readonly at: string }[];
  readonly letters: readonly { readonly kind: string; readonly at: string; readonly sentAt: string | null }[];
  readonly acts: readonly { readonly at: string; readonly actor: string; readonly act: string; readonly reason: string | null }[];
} // biome-ignore format: a list of shapes

export type MovementKind =
  | 'reserve'
  | 'confirm'
  | 'lapse'
  | 'cancel'
  | 'late'
  | 'refund'
  | 'part_refund'
  | 'return';

export interface DeadLetter {
  readonly id: string;
  readonly source: 'command' | 'reserve' | 'due' | 'outbox';
  readonly sale: string | null;
  readonly orderId: string | null;
  readonly what: string;
  /** Which one, where it is a letter. */
  readonly letter: string | null;
  readonly cause: string;
  readonly tries: number;
  readonly state: 'open' | 'replayed' | 'set_aside' | 'done';
  readonly replayable: boolean;
  readonly lastAt: string;
}

export interface OrderFlag {
  readonly id: string;
  readonly kind: FlagKind;
  readonly orderId: string | null;
  readonly raisedAt: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface Filters {
  readonly sale: string;
  readonly state: string;
  readonly email: string;
  readonly id: string;
  /** Days where the reader is, as a date field has them; empty: no bound. */
  readonly from: string;
  readonly to: string;
}
export const noFilters: Filters = { sale: '', state: '', email: '', id: '', from: '', to: '' };

/** `to` is the whole of its day. */
export function queryOf({ from, to, ...words }: Filters, cursor: string | null = null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(words)) if (value.trim() !== '') query.set(name, value.trim());
  if (from !== '') query.set('from', dayBegins(from, 0));
  if (to !== '') query.set('to', dayBegins(to, 1));
  if (cursor !== null) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function dayBegins(day: string, days: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + days).toISOString();
}
