/** Who took an order back, as its buyer is told, and what became of the money of a cancelled one (PAG-16). */
import type { Fulfilment } from '../../domain/sale.ts';
import type { TakenBackBy } from '../../domain/taken-back.ts';
import type { InLanguages } from '../language/choose-language.ts';

type Endings = Readonly<Record<TakenBackBy | 'nobody', string>>;

export const endingWords: Readonly<Record<Fulfilment, InLanguages<Endings>>> = {
  ticket: {
    en: {
      buyer: 'You gave the tickets back. They are void.',
      staff: 'The organiser cancelled this order. Its tickets are void.',
      bank: 'Your bank took the payment back, and the order ended with it. Its tickets are void.',
      provider:
        'The payment service gave the payment back, and the order ended with it. Its tickets are void.',
      return: 'The tickets came back. They are void.',
      nobody: 'This order was cancelled. Its tickets are void.',
    },
    ko: {
      buyer: '표를 반납했어요. 표는 더 이상 쓸 수 없어요.',
      staff: '주최자가 주문을 취소했어요. 표는 더 이상 쓸 수 없어요.',
      bank: '은행을 통해 돈이 돌아가면서 주문이 끝났어요. 표는 더 이상 쓸 수 없어요.',
      provider: '결제사에서 바로 환불되면서 주문이 끝났어요. 표는 더 이상 쓸 수 없어요.',
      return: '표가 돌아왔어요. 더 이상 쓸 수 없어요.',
      nobody: '주문이 취소됐어요. 표는 더 이상 쓸 수 없어요.',
    },
  },
  shipping: {
    en: {
      buyer: 'You gave the order back.',
      staff: 'The organiser cancelled this order.',
      bank: 'Your bank took the payment back, and the order ended with it.',
      provider: 'The payment service gave the payment back, and the order ended with it.',
      return: 'What you sent back has arrived.',
      nobody: 'This order was cancelled.',
    },
    ko: {
      buyer: '주문을 반납했어요.',
      staff: '주최자가 주문을 취소했어요.',
      bank: '은행을 통해 돈이 돌아가면서 주문이 끝났어요.',
      provider: '결제사에서 바로 환불되면서 주문이 끝났어요.',
      return: '보내신 상품이 돌아왔어요.',
      nobody: '주문이 취소됐어요.',
    },
  },
};

/** Of goods that were sent: staff gives the money back, and nothing else comes back. */
export const repaidWords: InLanguages<string> = {
  en: 'The organiser gives all your money back, and what you ordered stays yours.',
  ko: '주최자가 금액을 모두 돌려드리기로 했고, 주문하신 상품은 그대로 가지시면 돼요.',
};

/** Of an order that nobody had paid when it ended: there are no tickets to speak of. */
export const unpaidEndings: InLanguages<Readonly<Record<'staff' | 'nobody', string>>> = {
  en: {
    staff: 'The organiser cancelled this order[ at {time}].',
    nobody: 'This order was cancelled[ at {time}].',
  },
  ko: {
    staff: '[{time}에 ]주최자가 주문을 취소했어요.',
    nobody: '[{time}에 ]주문이 취소됐어요.',
  },
};

export const chargedWords: InLanguages<{ readonly no: string; readonly late: string }> = {
  en: { no: 'Nothing was charged.', late: 'A payment that arrived afterwards goes back to you.' },
  ko: { no: '결제된 금액은 없어요.', late: '그 뒤에 결제된 금액은 돌려드려요.' },
};
