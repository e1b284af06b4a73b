/** The staff's menu: all sales, the journal of the shop, and who is signed in. */
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { spoken } from '../language/language.ts';
import { signedIn, signOut } from '../signing-in/signed-in.ts';

const labels = {
  en: {
    main: 'Main',
    all: 'All sales',
    orders: 'Orders',
    staff: 'Staff',
    door: 'Doors',
    shop: 'Shop',
    out: 'Sign out, {name}',
  },
  ko: {
    main: '주 메뉴',
    all: '전체 판매',
    orders: '주문',
    staff: '운영진',
    door: '입구',
    shop: '상점',
    out: '로그아웃, {name}',
  },
};

export function StaffWays({ here }: { readonly here?: 'list' | 'orders' | 'staff' }) {
  const words = spoken(labels);
  return (
    <div class="ways">
      <nav aria-label={words.main}>
        <a href="/ops" aria-current={here === 'list' ? 'page' : undefined}>
          {words.all}
        </a>
        <a href="/staff/orders" aria-current={here === 'orders' ? 'page' : undefined}>
          {words.orders}
        </a>
        <a href="/staff" aria-current={here === 'staff' ? 'page' : undefined}>
          {words.staff}
        </a>
        <a href="/scanner">{words.door}</a>
        <a href="/">{words.shop}</a>
      </nav>
      <LanguageSwitch />
      <button type="button" class="tap" onClick={() => void signOut()}>
        {words.out.replace('{name}', signedIn.value?.staff?.name ?? '')}
      </button>
    </div>
  );
}
