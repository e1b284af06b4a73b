/**
 * What goes with an account for good, read anew each time before its owner deletes it: points, and orders that are held and
 * not paid for yet (ACT-20). Such orders are minutes old, so they are all on the first page of the list.
 */
import type { OrderView } from '../../domain/order-view.ts';
import type { InLanguages } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { msOf, timeOfDay } from '../language/time.ts';
import type { Answer } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';

export interface Going {
  readonly points: readonly { readonly currency: string; readonly balance: number }[];
  readonly unpaid: readonly OrderView[];
}

const words: InLanguages<Record<'goes' | 'person' | 'points' | 'unpaid' | 'pointsInIt' | 'stays', string>> = {
  en: {
    goes: 'This goes for good:',
    person:
      'Your name, phone, addresses, basket and wishlist, and your contact in orders that come to nothing.',
    points: 'Your {n} points ({currency}). They are not paid out, and do not come back.',
    unpaid:
      '{title}: held for you until {time}, and not paid for. Without the account only the browser where you ordered it leads there, and what is not paid for in time goes back.',
    pointsInIt: 'If it is not paid for, the {n} points in it are gone too.',
    stays:
      'Paid orders stay with the contact that you gave, because the law asks for it. The links in their letters still open them.',
  },
  ko: {
    goes: '계정을 지우면 아래 내용은 되돌릴 수 없이 사라져요.',
    person: '이름, 전화번호, 주소, 장바구니, 찜한 것, 그리고 결제 없이 끝난 주문의 연락처',
    points: '{n}포인트({currency}). 현금으로 돌려드리지 않고, 되살릴 수도 없어요.',
    unpaid:
      '{title}: {time}까지 잡아 두었고 아직 결제하지 않은 주문이에요. 계정을 지우면 주문한 브라우저에서만 열 수 있고, 시간 안에 결제하지 않으면 반납돼요.',
    pointsInIt: '결제하지 않으면 이 주문에 쓴 {n}포인트도 사라져요.',
    stays: '결제한 주문은 법에 따라 적어 주신 연락처와 함께 남아요. 메일로 받은 링크로는 계속 열 수 있어요.',
  },
};

export async function lookWhatGoes(): Promise<Answer<Going>> {
  const [points, orders] = await Promise.all([
    askSignedIn<{ readonly balances: Going['points'] }>('GET', '/me/points'),
    askSignedIn<{ readonly items: Going['unpaid'] }>('GET', '/me/orders'),
  ]);
  if (!points.ok) return points;
  if (!orders.ok) return orders;
  const isUnpaid = ({ state }: OrderView) => ['held', 'paying', 'expiring'].includes(state);
  return {
    ...orders,
    value: {
      points: points.value.balances.filter(({ balance }) => balance > 0),
      unpaid: orders.value.items.filter(isUnpaid),
    },
  };
}

export function WhatGoes({ going }: { readonly going: Going }) {
  const own = spoken(words);
  const told = language.value;
  return (
    <>
      <p>{own.goes}</p>
      <ul class="goes">
        <li>{own.person}</li>
        {going.points.map(({ currency, balance }) => (
          <li key={currency}>{fill(own.points, { n: count(balance, told), currency })}</li>
        ))}
        {going.unpaid.map(({ id, sale, holdExpiresAt, pointsSpent }) => (
          <li key={id}>
            {fill(own.unpaid, { title: sale.title, time: timeOfDay(msOf(holdExpiresAt) ?? 0, told) })}
            {pointsSpent > 0 && ` ${fill(own.pointsInIt, { n: count(pointsSpent, told) })}`}
          </li>
        ))}
      </ul>
      <p>{own.stays}</p>
    </>
  );
}
