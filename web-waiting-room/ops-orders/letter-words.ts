/** What the staff's page of orders calls each letter to a buyer. */
import type { OrderLetterKind } from '../../domain/order-letter.ts';
import type { InLanguages, Language } from '../language/choose-language.ts';

const letters: InLanguages<Readonly<Record<OrderLetterKind, string>>> = {
  en: {
    order_paid: 'paid',
    payment_failed: 'a payment failed',
    order_lapsed: 'the hold ended',
    order_cancelled: 'cancelled',
    order_taken_back: 'taken back',
    order_shipped: 'sent',
    order_delivered: 'delivered',
    return_asked: 'the return is asked for',
    return_refused: 'the return is refused',
    refunded: 'refunded',
    refunded_part: 'refunded in part',
    part_without_money: 'given back in points',
    disputed: 'the payment is disputed',
  },
  ko: {
    order_paid: '결제됨',
    payment_failed: '결제 실패',
    order_lapsed: '결제 시간 지남',
    order_cancelled: '취소됨',
    order_taken_back: '회수됨',
    order_shipped: '배송 시작',
    order_delivered: '배송 완료',
    return_asked: '반품 신청 받음',
    return_refused: '반품 받지 않음',
    refunded: '환불됨',
    refunded_part: '일부 환불됨',
    part_without_money: '포인트로 돌려줌',
    disputed: '결제 이의 제기',
  },
};

/** In words; a letter that is not about an order stays as it is called. */
export function letterWords(kind: string, language: Language): string {
  const words: Readonly<Record<string, string>> = letters[language];
  return words[kind] ?? kind;
}
