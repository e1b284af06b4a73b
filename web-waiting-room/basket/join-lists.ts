/**
 * What the browser collected joins the account's lists once somebody signs in (BAS-5). It is forgotten here only after the
 * server has said that it has it; a page that dies in between sends it again, which changes nothing.
 */
import { type ListName, listNames, without } from '../../domain/basket.ts';
import type { BasketView } from '../../domain/basket-standing.ts';
import { changeKept, keptList } from '../browser-storage/kept-list.ts';
import type { Answer } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';

/** Null: there was nothing to join. */
export async function joinList(list: ListName): Promise<Answer<BasketView> | null> {
  const items = keptList(list).map(({ tierId, quantity }) => ({ tierId, quantity }));
  if (items.length === 0) return null;
  const answer = await askSignedIn<BasketView>('POST', `/me/${list}/merge`, { body: { items } });
  if (answer.ok) {
    // What did not fit stays here; what another tab has put in meanwhile does too.
    const taken = new Set(answer.value.items.map(({ tierId }) => tierId));
    changeKept(list, (now) =>
      without(
        now,
        items.filter(({ tierId }) => taken.has(tierId)),
      ),
    );
  }
  return answer;
}

/** For pages that show no list: the account page, right after signing in. */
export async function joinLists(): Promise<void> {
  for (const list of listNames) await joinList(list);
}
