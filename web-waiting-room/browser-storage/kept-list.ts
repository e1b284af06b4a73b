/**
 * Basket and wishlist of a browser whose visitor has no account, `usher.basket` and `usher.wishlist`. All tabs share them.
 *
 * What was ordered is taken out in the same writing that notes the order's key, so that a page which dies and repeats the
 * order afterwards takes it out once (BAS-7).
 */
import { type ListName, type Wanted, without } from '../../domain/basket.ts';
import { LINE_QUANTITY_MAX, LIST_ITEMS_MAX } from '../../domain/limits.ts';
import { keep, keptJson } from './keep.ts';

/** The names are for the day on which the sale is gone. */
export interface KeptItem extends Wanted {
  readonly slug: string;
  readonly title: string;
  readonly name: string;
}

interface Kept {
  readonly items: readonly KeptItem[];
  /** Keys of orders whose lines have left the list, the newest last. */
  readonly ordered: readonly string[];
}

/** Far more than are ever sent again. */
const ORDERS_REMEMBERED = 40;

const keyOf = (list: ListName) => `usher.${list}`;

export const keptList = (list: ListName): readonly KeptItem[] => readKept(list).items;

/** Reads and writes in one go: no other tab comes in between. */
export function changeKept(
  list: ListName,
  change: (items: readonly KeptItem[]) => readonly KeptItem[],
): readonly KeptItem[] {
  const { items, ordered } = readKept(list);
  const after = change(items).slice(0, LIST_ITEMS_MAX);
  write(list, { items: after, ordered });
  return after;
}

export function takeOutOrdered(orderKey: string, lines: readonly Wanted[]): void {
  const { items, ordered } = readKept('basket');
  if (ordered.includes(orderKey)) return;
  write('basket', {
    items: without(items, lines),
    ordered: [...ordered, orderKey].slice(-ORDERS_REMEMBERED),
  });
}

const write = (list: ListName, kept: Kept): void => keep(keyOf(list), JSON.stringify(kept));

/** What somebody changed by hand is left out rather than believed. */
function readKept(list: ListName): Kept {
  const kept = keptJson(keyOf(list)) as Partial<Record<keyof Kept, unknown>> | null;
  const items = Array.isArray(kept?.items) ? kept.items.filter(isItem).slice(0, LIST_ITEMS_MAX) : [];
  const ordered = Array.isArray(kept?.ordered) ? kept.ordered.filter((key) => typeof key === 'string') : [];
  return { items, ordered };
}

function isItem(value: unknown): value is KeptItem {
  const item = value as Partial<KeptItem> | null;
  const texts = [item?.tierId, item?.slug, item?.title, item?.name];
  const { quantity } = item ?? {};
  return (
    texts.every((text) => typeof text === 'string') &&
    Number.isInteger(quantity) &&
    Number(quantity) >= 1 &&
    Number(quantity) <= LINE_QUANTITY_MAX
  );
}
