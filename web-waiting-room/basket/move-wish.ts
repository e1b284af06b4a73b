/** A wish becomes an item of the basket (BAS-8): in one transaction, or from one list of this browser to the other. */
import type { BasketItem, BasketView } from '../../domain/basket-standing.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import type { OpenList } from './open-list.ts';
import { ownAccount } from './whose.ts';

export async function moveWish(
  { tierId, quantity, slug, title, name }: BasketItem,
  basket: OpenList,
  wishes: OpenList,
): Promise<void> {
  if (await ownAccount()) {
    const body = { tierIds: [tierId] };
    wishes.take(await askSignedIn<BasketView>('POST', '/me/wishlist/move', { body }));
    await basket.load();
    return;
  }
  const refusal = await basket.put({ tierId, quantity, slug, title, name });
  // Put in first: dying in between leaves it in both lists rather than in neither.
  if (refusal === null) await wishes.set({ tierId }, 0);
  else wishes.take({ ok: false, refusal });
}
