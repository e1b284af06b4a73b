/** Why money went back, as its letters say it to the buyer. */
import type { RefundCause } from './compose-mail.ts';

export const refundTexts: Readonly<Record<'ko' | 'en', Readonly<Record<RefundCause, string>>>> = {
  ko: {
    twice: '이 주문은 이미 결제되어 있었고, 주문은 그대로예요.',
    afterEnd: '이 주문은 결제가 도착하기 전에 이미 환불되었거나 끝났어요.',
    tooLate: '결제가 늦게 도착했고, 그 사이에 모두 팔렸어요.',
    pointsGone:
      '결제가 늦게 도착했고, 주문에 쓰신 포인트는 그 전에 돌려드렸기 때문에 주문을 되살릴 수 없었어요.',
    overLimit: '결제가 늦게 도착했고, 그 사이에 한 사람당 살 수 있는 수를 다 채우셨어요.',
    otherAmount: '결제된 금액이 주문 금액과 달랐어요.',
    returned: '반품하신 상품이 도착했어요.',
    byBank: '은행을 통해 돌려받으셨고, 이 주문은 그것으로 끝났어요.',
    atProvider: '결제 대행사를 통해 환불됐고, 이 주문은 그것으로 끝났어요.',
    kept: '보내 드린 상품은 그대로 가지시면 돼요.',
    given: '주문이 취소됐어요.',
  },
  en: {
    twice: 'This order was paid already, and what you bought stays yours.',
    afterEnd: 'When this payment arrived, the order had ended or been refunded already.',
    tooLate: 'The payment arrived late, and all had been sold meanwhile.',
    pointsGone:
      'The payment arrived late, and the points you used in the order had gone back by then, so it could not be renewed.',
    overLimit: 'The payment arrived late, and meanwhile you had as many as one person may have.',
    otherAmount: 'The amount that was paid differed from the order.',
    returned: 'What you returned has arrived here.',
    byBank: 'It came back through your bank, and the order ended with it.',
    atProvider: 'It came back through the payment service, and the order ended with it.',
    kept: 'What we sent stays yours.',
    given: 'The order is cancelled.',
  },
};
