/** Wishes become items of the basket, all or none (BAS-8): in one transaction, or from list to list of this browser. */
import type { BasketItem, BasketView } from '../../domain/basket-standing.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import type { OpenList } from './open-list.ts';
import { ownAccount } from './whose.ts';

/** Whether they were moved; otherwise the refusal stands at the wishes, and both lists are as they were. */
export async function moveWishes(
  items: readonly BasketItem[],
  basket: OpenList,
  wishes: OpenList,
): Promise<boolean> {
  if (await ownAccount()) {
    const body = { tierIds: items.map(({ tierId }) => tierId) };
    wishes.isBusy.value = true;
    const refusal = wishes.take(await askSignedIn<BasketView>('POST', '/me/wishlist/move', { body }));
    wishes.isBusy.value = false;
    await basket.load();
    return refusal === null;
  }
  const kept = items.map(({ tierId, quantity, slug, title, name }) => ({
    ...{ tierId, quantity, slug, title, name },
  }));
  const refusal = await basket.put(...kept);
  // Put in first: dying in between leaves them in both lists rather than in neither.
  if (refusal === null) return (await wishes.takeOut(items)) === null;
  basket.refusal.value = null;
  wishes.take({ ok: false, refusal });
  return false;
}

/** Which of the items that were asked for stands in the way of all, as far as the refusal and the basket tell. */
export function inTheWay(
  refusal: Refusal,
  asked: readonly BasketItem[],
  basket: readonly BasketItem[],
): BasketItem | null {
  const isGone = ({ tierId }: BasketItem) => refusal.left?.[tierId] !== undefined;
  const isBeyond = ({ slug, sale }: BasketItem) => {
    const ofSale = [...asked, ...basket].filter((item) => item.slug === slug);
    return sale !== null && ofSale.reduce((sum, { quantity }) => sum + quantity, 0) > sale.perVisitorMax;
  };
  const isMeant = refusal.code === 'limit_reached' ? isBeyond : isGone;
  return asked.find(isMeant) ?? (asked.length === 1 ? (asked[0] ?? null) : null);
}
