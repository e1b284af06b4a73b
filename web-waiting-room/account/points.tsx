/** The account's points: what there is to spend, and how it came to it; nothing is shown where there never were any. */
import { useEffect, useState } from 'preact/hooks';
import type { InLanguages } from '../language/choose-language.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';

type Kind = 'earn' | 'spend' | 'giveBack' | 'takeBack';
interface Entry {
  readonly id: number;
  readonly at: string;
  readonly kind: Kind;
  readonly amount: number;
}
interface Book {
  readonly balances: readonly { readonly currency: string; readonly balance: number }[];
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
}

const words: InLanguages<{
  title: string;
  have: string;
  worth: string;
  how: string;
  more: string;
  kinds: Record<Kind, string>;
}> = {
  en: {
    title: 'Points',
    have: '{n} points ({currency})',
    worth: 'A point is worth the smallest unit of its currency, at the checkout.',
    how: 'How you came to them',
    more: 'Earlier ones',
    kinds: {
      earn: 'For an order',
      spend: 'Paid with',
      giveBack: 'Given back to you',
      takeBack: 'Taken back with a refund',
    },
  },
  ko: {
    title: '포인트',
    have: '{n}포인트({currency})',
    worth: '1포인트는 그 통화의 가장 작은 단위만큼 결제할 때 쓸 수 있어요.',
    how: '적립과 사용 내역',
    more: '이전 내역 보기',
    kinds: { earn: '주문 적립', spend: '결제에 사용', giveBack: '돌려받음', takeBack: '환불로 회수' },
  },
};

export function Points() {
  const own = spoken(words);
  const [book, setBook] = useState<Book | null>(null);
  async function look(after: Book | null = null): Promise<void> {
    const query = after?.nextCursor ? `?${new URLSearchParams({ cursor: after.nextCursor })}` : '';
    const answer = await askSignedIn<Book>('GET', `/me/points${query}`);
    if (answer.ok) setBook({ ...answer.value, items: [...(after?.items ?? []), ...answer.value.items] });
  }
  useEffect(() => void look(), []);
  if (!book || book.items.length === 0) return null;
  const signed = (amount: number) => `${amount > 0 ? '+' : '−'}${count(Math.abs(amount), language.value)}`;
  return (
    <section class="panel cols" aria-labelledby="points">
      <h2 class="h2" id="points">
        {own.title}
      </h2>
      {book.balances.map(({ currency, balance }) => (
        <p key={currency}>{fill(own.have, { n: count(balance, language.value), currency })}</p>
      ))}
      <p class="quiet small">{own.worth}</p>
      <details>
        <summary>{own.how}</summary>
        <ul class="rows">
          {book.items.map(({ id, at, kind, amount }) => (
            <li key={id}>
              <span>
                {own.kinds[kind]}{' '}
                <span class="quiet small">{dateAndTime(msOf(at) ?? 0, language.value)}</span>
              </span>
              <b>{signed(amount)}</b>
            </li>
          ))}
        </ul>
        {book.nextCursor && (
          <p>
            <button type="button" class="btn" onClick={() => void look(book)}>
              {own.more}
            </button>
          </p>
        )}
      </details>
    </section>
  );
}
