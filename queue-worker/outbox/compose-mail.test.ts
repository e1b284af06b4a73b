/**
 * What mails say: both languages, the same facts in both forms, and nothing that an order's text could break.
 */
import { expect, test } from 'vitest';
import type { MailMatter } from '../../db/mail.ts';
import { composeMail } from './compose-mail.ts';
import { flagContent } from './staff-letters.ts';

const matter: MailMatter = {
  title: 'Night Ferry',
  venue: 'Hangang Hall',
  fulfilment: 'ticket',
  contactSealed: '',
  lines: [{ name: 'Balcony B', quantity: 2 }],
  total: { amount: 198_000, currency: 'KRW' },
  left: { amount: 198_000, currency: 'KRW' },
  pointsLeft: 0,
  state: 'paid',
  takenBackBy: null,
  reason: null,
  payment: null,
  refund: null,
  part: null,
  asked: null,
};
const url = 'http://shop.test/orders/ord_1#key=abc';

test('MAI-2: a mail says the same in Korean and English, as text and as HTML', () => {
  const mail = composeMail({ kind: 'order_paid', matter, name: '한민서', url });
  expect(mail.subject).toBe('Night Ferry: 결제가 끝났어요 · Your payment is complete');
  for (const form of [mail.text, mail.html]) {
    for (const part of ['198,000원', '₩198,000', 'Balcony B × 2', 'Hangang Hall', url, '한민서']) {
      expect(form).toContain(part);
    }
  }
  expect(mail.html).toMatch(/lang="ko"[\s\S]*lang="en"/);
  expect(mail.html).not.toMatch(/<img|<script|<link/);
});

test('MAI-2: money that went back is told with its reason', () => {
  const reasons = {
    already_paid: 'what you bought stays yours',
    order_ended: 'had ended or been refunded already',
    sold_out: 'had been sold meanwhile',
    points_given_back: 'points you used in the order had gone back',
    limit_reached: 'as one person may have',
    amount_differs: 'differed from the order',
    returned: 'What you returned has arrived',
    dispute_lost: 'through your bank',
    order_cancelled: 'The order is cancelled',
    'a wish of the buyer': 'The order is cancelled',
  };
  const saidOnlyOf = { already_paid: /stays yours|그대로예요/, sold_out: /sold meanwhile|모두 팔렸어요/ };
  for (const [refundReason, words] of Object.entries(reasons)) {
    const payment = { amount: 1_250, currency: 'EUR', refundReason, isOfOrder: false };
    const mail = composeMail({ kind: 'refunded', matter: { ...matter, payment }, name: 'M', url });
    expect(mail.text).toContain(words);
    expect(mail.text).toContain('€12.50');
    for (const [cause, said] of Object.entries(saidOnlyOf))
      expect(said.test(mail.text), `${refundReason} says ${said}`).toBe(cause === refundReason);
  }
});

test('MAI-2: each price is in its own currency and in the words of its language, whichever was written before', () => {
  const totals = [
    { amount: 198_000, currency: 'KRW', ko: '198,000원', en: '₩198,000' },
    { amount: 1_250, currency: 'EUR', ko: '€12.50', en: '€12.50' },
    { amount: 1_250, currency: 'JPY', ko: '¥1,250', en: '¥1,250' },
    // Kept in hundredths, for a provider takes no smaller part (domain/currencies.ts).
    { amount: 1_250, currency: 'KWD', ko: 'KWD 12.50', en: 'KWD 12.50' },
  ];
  for (const { ko, en, ...total } of [...totals, ...totals.toReversed()]) {
    const { text } = composeMail({ kind: 'order_paid', matter: { ...matter, total }, name: 'M', url });
    const [korean, english] = [/합계: (.*)/.exec(text)?.[1], /Total: (.*)/.exec(text)?.[1]];
    expect([korean, english].map((price) => price?.replace('\u00a0', ' '))).toEqual([ko, en]);
  }
});

test('MAI-2: goods are not called tickets', () => {
  const goods = composeMail({
    kind: 'order_paid',
    matter: { ...matter, fulfilment: 'shipping' },
    name: 'M',
    url,
  });
  expect(goods.text).not.toMatch(/ticket|표/);
  for (const kind of ['order_lapsed', 'disputed'] as const) {
    const mail = composeMail({ kind, matter: { ...matter, fulfilment: 'shipping' }, name: 'M', url });
    expect(mail.text).not.toMatch(/ticket|표/);
  }
});

test('MAI-2: names and titles are text and never markup', () => {
  const nasty = '<img src=x onerror=alert(1)>';
  const mail = composeMail({ kind: 'order_lapsed', matter: { ...matter, title: nasty }, name: nasty, url });
  expect(mail.html).not.toContain('<img');
});

test('MAI-2: a part that went back is told with its own amount and the whole', () => {
  const mail = composeMail({
    kind: 'refunded_part',
    matter: {
      ...matter,
      payment: { amount: 198_000, currency: 'KRW', refundReason: null, isOfOrder: true },
      refund: {
        amount: 99_000,
        currency: 'KRW',
        reason: 'refunded_at_provider',
        reasonBy: null,
        unitsStay: false,
      },
    },
    name: 'M',
    url,
  });
  expect(mail.subject).toContain('₩99,000 refunded');
  expect(mail.text).toContain('₩99,000 of the ₩198,000');
  expect(mail.text).not.toContain('refunded_at_provider'); // A word of ours, and nobody's.
});

test.each([
  ['staff', 'The order is cancelled', 'The organiser’s reason: “sold_out”', '주최자가 적은 이유: “sold_out”'],
  ['buyer', 'The order is cancelled', 'Your reason: “sold_out”', '적어 주신 이유: “sold_out”'],
  ['return', 'What you returned has arrived', 'Your reason: “sold_out”', '적어 주신 이유: “sold_out”'],
  ['bank', 'through your bank', null, null],
  ['provider', 'through the payment service', null, null],
] as const)(
  'ORD-31: money that %s sent back is told with what was written, whatever it sounds like',
  (takenBackBy, cause, english, korean) => {
    const payment = { amount: 1_250, currency: 'EUR', refundReason: 'sold_out', isOfOrder: true };
    const about = { ...matter, payment, takenBackBy, reason: 'sold_out' };
    const { text } = composeMail({ kind: 'refunded', matter: about, name: 'M', url });
    expect(text).toContain(cause);
    for (const words of [english, korean]) if (words) expect(text).toContain(words);
    if (english === null) expect(text).not.toContain('sold_out');
  },
);

test('ORD-31: a part that went back, and a return that was asked for, are told with their reasons', () => {
  const by = { reason: 'one is broken', reasonBy: 'staff' as const, unitsStay: false };
  const refund = { amount: 99_000, currency: 'KRW', ...by };
  const textOf = (kind: 'refunded_part' | 'return_asked' | 'order_shipped', more: Partial<MailMatter>) =>
    composeMail({ kind, matter: { ...matter, ...more }, name: 'M', url }).text;
  expect(textOf('refunded_part', { refund })).toContain('The organiser’s reason: “one is broken”');
  expect(textOf('refunded_part', { refund: { ...refund, reasonBy: 'buyer' } })).toContain('Your reason:');
  const asked = { reason: 'too small' };
  expect(textOf('return_asked', { asked })).toContain('Your reason: “too small”');
  expect(textOf('order_shipped', { refund, asked })).not.toContain('reason');
});

test('PAY-26: where goods stay with their buyer the letters say so', () => {
  const payment = { amount: 198_000, currency: 'KRW', refundReason: 'so', isOfOrder: true };
  const about = { ...matter, fulfilment: 'shipping' as const, takenBackBy: 'staff' as const, payment };
  const whole = composeMail({ kind: 'refunded', matter: { ...about, state: 'written_off' }, name: 'M', url });
  expect(whole.text).toContain('What we sent stays yours.');
  expect(whole.text).not.toContain('cancelled');
  const refund = {
    amount: 99_000,
    currency: 'KRW',
    reason: 'late',
    reasonBy: 'staff' as const,
    unitsStay: true,
  };
  const part = composeMail({ kind: 'refunded_part', matter: { ...about, refund }, name: 'M', url });
  expect(part.text).toContain('All that we sent stays yours.');
  expect(part.text).not.toContain('The rest of your order');
});

test('MAI-12: a part that no money goes back for is told with its points and its reason', () => {
  const by = { reason: 'one is broken', reasonBy: 'staff' as const, unitsStay: false };
  const textOf = (points: number, more: Partial<typeof by> = {}) => {
    const part = { ...by, ...more, points };
    return composeMail({ kind: 'part_without_money', matter: { ...matter, part }, name: 'M', url }).text;
  };
  const words = [
    '1,200 points given back',
    '1,200포인트를 돌려드렸어요',
    'The rest of your order stays as it is',
  ];
  for (const told of [...words, 'The organiser’s reason: “one is broken”'])
    expect(textOf(1_200)).toContain(told);
  expect(textOf(0)).toContain('A part of your order is cancelled');
  expect(textOf(0)).not.toMatch(/points|포인트/);
  expect(textOf(1_200, { unitsStay: true })).toContain('All that we sent stays yours.');
});

test('MAI-12: an order that ends is told of with what goes back, and why', () => {
  const textOf = (kind: 'order_cancelled' | 'order_taken_back', more: Partial<MailMatter>) =>
    composeMail({ kind, matter: { ...matter, ...more }, name: 'M', url }).text;
  const ill = { takenBackBy: 'staff' as const, reason: 'the band is ill' };
  const unpaid = textOf('order_cancelled', ill);
  for (const words of [
    'before it was paid',
    'Nothing was charged',
    '결제된 금액은 없어요',
    'the band is ill',
  ])
    expect(unpaid).toContain(words);
  const paid = textOf('order_taken_back', { ...ill, pointsLeft: 1_200 });
  for (const words of [
    'tickets are void',
    '₩198,000 to go back',
    '1,200 points',
    '1,200포인트',
    'the band is ill',
  ])
    expect(paid).toContain(words);
  const none = textOf('order_taken_back', {
    ...ill,
    left: { amount: 0, currency: 'KRW' },
    fulfilment: 'shipping',
  });
  expect(none).toContain('No money was in it.');
  expect(none).not.toMatch(/ticket|표|points|포인트/);
  const kept = { ...ill, state: 'written_off' as const, fulfilment: 'shipping' as const };
  expect(textOf('order_taken_back', kept)).toContain('What we sent stays yours.');
});

test('PAY-20: a letter about a flag leads to its order on the page that has it, or to the list of all flags', () => {
  const linkOf = (orderId: string | null) => {
    const { text, html } = flagContent({ kind: 'dispute_lost', orderId, detail: {} }, 'http://shop.test');
    const links = new Set(text.match(/http\S+/g));
    expect(links.size).toBe(1);
    for (const link of links) expect(html).toContain(`href="${link}"`);
    return [...links][0];
  };
  expect(linkOf('ord_1')).toBe('http://shop.test/staff/orders?order=ord_1');
  expect(linkOf(null)).toBe('http://shop.test/staff/orders');
});
