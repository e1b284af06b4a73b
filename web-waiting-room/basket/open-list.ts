/**
 * A basket or a wishlist as a page uses it: the account's where somebody is signed in, else this browser's own, with the
 * same answers. Prices, stock and standing are always the server's.
 */
import { signal } from '@preact/signals';
import { added, changed, type ListName } from '../../domain/basket.ts';
import { type BasketItem, type BasketView, totalsOf, whyNotMore } from '../../domain/basket-standing.ts';
import { LIST_ITEMS_MAX } from '../../domain/limits.ts';
import { noteBasketCount } from '../browser-storage/basket-count.ts';
import { changeKept, type KeptItem, keptList } from '../browser-storage/kept-list.ts';
import { type Answer, ask, type Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { joinList } from './join-lists.ts';
import { ownAccount } from './whose.ts';

export type OpenList = ReturnType<typeof openList>;

const empty: BasketView = { items: [], orders: [], totals: [], nextCursor: null };

export function openList(list: ListName) {
  /** Null until it is known. */
  const view = signal<BasketView | null>(null);
  const refusal = signal<Refusal | null>(null);
  const isBusy = signal(false);
  /** Answers that come after a newer question are not shown. */
  let asked = 0;
  /** Whether the refusal, where there is one, is an act's. */
  let isOfAct = false;

  async function load(): Promise<void> {
    const mine = ++asked;
    const account = await ownAccount();
    const answer = account
      ? ((await joinList(list)) ?? (await askSignedIn<BasketView>('GET', `/me/${list}`)))
      : await priced(keptList(list));
    if (mine !== asked) return;
    // What somebody was refused stays to be read until the next act; that it could not be looked up ends with looking.
    const refused = isOfAct ? refusal.value : null;
    take(answer);
    isOfAct = answer.ok && refused !== null;
    if (answer.ok) refusal.value = refused;
  }

  function take(answer: Answer<BasketView>): Refusal | null {
    isOfAct = !answer.ok;
    refusal.value = answer.ok ? null : answer.refusal;
    if (answer.ok) {
      view.value = answer.value;
      if (list === 'basket') noteBasketCount(answer.value.items.length);
    }
    return refusal.value;
  }

  /** The refusal, if it was refused; then nothing is changed. */
  async function act(
    remote: () => Promise<Answer<BasketView>>,
    local: (items: readonly KeptItem[]) => readonly KeptItem[],
  ): Promise<Refusal | null> {
    const mine = ++asked;
    isBusy.value = true;
    const answer = (await ownAccount()) ? await remote() : await changeHere(list, local);
    isBusy.value = false;
    return mine === asked || !answer.ok ? take(answer) : null;
  }

  return {
    list,
    take,
    view,
    refusal,
    isBusy,
    load,
    /** All of them or none. */
    put: (...more: readonly KeptItem[]) =>
      act(
        () => askSignedIn('POST', `/me/${list}`, { body: { items: more.map(wantedOf) } }),
        (items) => added(items, more),
      ),
    /** Zero takes it out. */
    set: ({ tierId }: Pick<BasketItem, 'tierId'>, quantity: number) =>
      act(
        () => askSignedIn('PATCH', `/me/${list}`, { body: { items: [{ tierId, quantity }] } }),
        (items) =>
          changed(
            items,
            items.filter((one) => one.tierId === tierId).map((one) => ({ ...one, quantity })),
          ),
      ),
    takeOut: (gone: readonly Pick<BasketItem, 'tierId'>[]) => {
      const nothing = gone.map(({ tierId }) => ({ tierId, quantity: 0 }));
      return act(
        () => askSignedIn('PATCH', `/me/${list}`, { body: { items: nothing } }),
        (items) => items.filter((one) => !gone.some(({ tierId }) => tierId === one.tierId)),
      );
    },
  };
}

const wantedOf = ({ tierId, quantity }: KeptItem) => ({ tierId, quantity });

async function changeHere(
  list: ListName,
  change: (items: readonly KeptItem[]) => readonly KeptItem[],
): Promise<Answer<BasketView>> {
  const before = keptList(list);
  const after = change(before);
  if (after.length > LIST_ITEMS_MAX) return { ok: false, refusal: { code: 'list_full', status: 422 } };
  const answer = await priced(after);
  if (!answer.ok) return answer;
  const refusal = list === 'basket' ? whyNot(before, answer.value) : null;
  if (refusal) return { ok: false, refusal };
  changeKept(list, change);
  return answer;
}

/** As the server looks at an account's basket: at what grows. */
function whyNot(before: readonly KeptItem[], after: BasketView): Refusal | null {
  for (const { tierId, slug, quantity, left, sale } of after.items) {
    if (quantity <= (before.find((item) => item.tierId === tierId)?.quantity ?? 0)) continue;
    if (sale === null || left === null) return { code: 'sale_not_open', status: 409 };
    const ofSale = after.items.filter((item) => item.slug === slug);
    const unitsInSale = ofSale.reduce((sum, item) => sum + item.quantity, 0);
    const code = whyNotMore({ sale, left, quantity, unitsInSale });
    if (code) return { code, status: 409, ...(code === 'sold_out' && { left: { [tierId]: left } }) };
  }
  return null;
}

async function priced(items: readonly KeptItem[]): Promise<Answer<BasketView>> {
  if (items.length === 0) return { ok: true, value: empty };
  const body = { items: items.map(({ tierId, quantity, slug }) => ({ tierId, quantity, slug })) };
  const answer = await ask<BasketView>('POST', '/basket/preview', { body });
  if (!answer.ok) return answer;
  const named = answer.value.items.map((item) => {
    const known = items.find(({ tierId }) => tierId === item.tierId);
    return { ...item, title: item.title || (known?.title ?? ''), name: item.name || (known?.name ?? '') };
  });
  return { ok: true, value: { ...answer.value, items: named, totals: totalsOf(named) } };
}
