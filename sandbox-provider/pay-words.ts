/**
 * What the bank's page says, in the two languages of the product. Short, plain, and honest about the money.
 */
import type { TextLanguage } from '../domain/price-text.ts';

export interface PayWords {
  readonly bank: string;
  readonly testMoney: string;
  readonly whatFor: string;
  readonly total: string;
  readonly honest: string;
  readonly pay: (price: string) => string;
  readonly decline: string;
  readonly declineHint: string;
  readonly back: string;
  readonly notFound: { readonly title: string; readonly text: string };
  readonly states: Readonly<Record<PayState, { readonly title: string; readonly text: string }>>;
}
export type PayState = 'pending' | 'succeeded' | 'declined' | 'cancelled' | 'refunded';

export const payWords: Readonly<Record<TextLanguage, PayWords>> = {
  en: {
    bank: 'Sandbox bank',
    testMoney: 'Test money',
    whatFor: 'Your order',
    total: 'Total',
    honest: 'This bank is for practice. It asks for no card, and no real money moves.',
    pay: (price) => `Pay ${price}`,
    decline: 'Let the bank decline',
    declineHint: 'To see what happens when a payment does not go through.',
    back: 'Back to your order',
    notFound: { title: 'No such payment', text: 'Check the address, or start again from your order.' },
    states: {
      pending: { title: 'Pay with test money', text: '' },
      succeeded: { title: 'Paid', text: 'This payment went through. There is nothing left to do here.' },
      declined: {
        title: 'Declined',
        text: 'The bank said no and took nothing. You can try again from your order.',
      },
      cancelled: { title: 'No longer open', text: 'The time to pay ended before any money was taken.' },
      refunded: { title: 'Refunded', text: 'All of the money has gone back.' },
    },
  },
  ko: {
    bank: '연습용 은행',
    testMoney: '테스트 결제',
    whatFor: '주문 내용',
    total: '합계',
    honest: '연습용 은행이에요. 카드 정보를 묻지 않고, 실제 돈은 움직이지 않아요.',
    pay: (price) => `${price} 결제하기`,
    decline: '결제 거절해 보기',
    declineHint: '결제가 되지 않으면 어떻게 되는지 볼 수 있어요.',
    back: '주문으로 돌아가기',
    notFound: { title: '결제를 찾을 수 없어요', text: '주소를 확인하거나 주문에서 다시 시작해 주세요.' },
    states: {
      pending: { title: '테스트 결제', text: '' },
      succeeded: { title: '결제됐어요', text: '결제가 끝났어요. 여기서 더 하실 일은 없어요.' },
      declined: {
        title: '결제가 거절됐어요',
        text: '은행이 거절했고 나간 돈은 없어요. 주문에서 다시 시도할 수 있어요.',
      },
      cancelled: { title: '더는 결제할 수 없어요', text: '결제할 수 있는 시간이 끝났고, 나간 돈은 없어요.' },
      refunded: { title: '환불됐어요', text: '전액 돌려드렸어요.' },
    },
  },
};

/** The first language of Accept-Language that the page speaks; English otherwise. */
export function languageOf(acceptLanguage: string | undefined): TextLanguage {
  const asked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((text) => text.trim()).find((text) => text.startsWith('q='));
      return { language: tag.split('-')[0], weight: weight ? Number(weight.slice(2)) : 1 };
    })
    .sort((one, other) => other.weight - one.weight);
  return asked.find(({ language }) => language === 'ko' || language === 'en')?.language === 'ko'
    ? 'ko'
    : 'en';
}
