/** The bar over every page that is not the line, with the way past it for keyboards. */
import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { joinLists } from '../basket/join-lists.ts';
import { basketCount, noteBasketCount } from '../browser-storage/basket-count.ts';
import { keptList } from '../browser-storage/kept-list.ts';
import { spoken } from '../language/language.ts';
import { signedIn, wasSignedIn } from '../signing-in/signed-in.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { TestMoney } from './test-money.tsx';

const labels = {
  en: {
    skip: 'Skip to content',
    sales: 'Sales',
    basket: 'Basket',
    tickets: 'Tickets',
    account: 'Account',
    main: 'Main',
  },
  ko: {
    skip: '본문으로 건너뛰기',
    sales: '판매',
    basket: '장바구니',
    tickets: '내 표',
    account: '내 계정',
    main: '주 메뉴',
  },
};

/** `here` marks the page we are on; `quiet` leaves the menu out, so that nothing leads away from a checkout. */
export function ShopBar({
  here,
  quiet = false,
}: {
  readonly here?: 'sales' | 'basket' | 'tickets' | 'account';
  readonly quiet?: boolean;
}) {
  const words = spoken(labels);
  useEffect(joinOnSignIn, []);
  return (
    <>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <header>
        <div class="bar">
          {quiet ? (
            <p class="brand row">
              <Mark /> Usher
            </p>
          ) : (
            <a class="brand" href="/">
              <Mark /> Usher
            </a>
          )}
          <div class="ways">
            {!quiet && (
              <nav aria-label={words.main}>
                <a href="/" aria-current={here === 'sales' ? 'page' : undefined}>
                  {words.sales}
                </a>
                <a href="/basket" aria-current={here === 'basket' ? 'page' : undefined}>
                  {words.basket}
                  {basketCount.value > 0 && <span class="count">{basketCount.value}</span>}
                </a>
                {mayHaveTickets() && (
                  <a href="/tickets" aria-current={here === 'tickets' ? 'page' : undefined}>
                    {words.tickets}
                  </a>
                )}
                <a href="/account" aria-current={here === 'account' ? 'page' : undefined}>
                  {words.account}
                </a>
              </nav>
            )}
            <LanguageSwitch />
          </div>
        </div>
        <TestMoney />
      </header>
    </>
  );
}

/** What the browser collected joins the account's lists wherever its visitor signs in (BAS-5), or on the next page. */
const joinOnSignIn = () =>
  effect(() => {
    if (signedIn.value?.account) void joinLists();
    // Signed out: what is counted is the browser's own again.
    else if (signedIn.value === null) noteBasketCount(keptList('basket').length);
  });

/** Most pages do not ask who is signed in; then whether somebody was is all there is to go by. */
const mayHaveTickets = (): boolean =>
  signedIn.value === undefined ? wasSignedIn() : signedIn.value?.account !== undefined;

/** The door with its lamp. */
export function Mark() {
  return (
    <svg width="18" height="24" viewBox="0 0 18 24" aria-hidden="true">
      <path d="M1 24V9a8 8 0 0 1 16 0v15z" fill="none" stroke="currentColor" stroke-width="2" />
      <circle cx="9" cy="19" r="2.5" fill="#ffc247" />
    </svg>
  );
}
