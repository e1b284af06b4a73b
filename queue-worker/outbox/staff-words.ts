/** What letters to the staff say about flags, in both languages. */
import type { ToldFlag } from '../../domain/order-flag.ts';

interface Words {
  readonly headline: Readonly<Record<ToldFlag, string>>;
  readonly sentences: Readonly<Record<ToldFlag, string>>;
  readonly frame: { readonly link: string; readonly order: string; readonly noOrder: string };
}

export const staffWords: Readonly<Record<'ko' | 'en', Words>> = {
  ko: {
    headline: {
      dispute_opened: '결제 이의가 접수됐어요',
      dispute_won: '결제 이의가 우리 쪽으로 끝났어요',
      dispute_lost: '결제 이의에서 졌어요',
      refunded_at_provider: '결제 대행사에서 직접 환불됐어요',
      refund_refused: '환불이 거절됐어요',
      refund_failed: '환불한 돈이 되돌아왔어요',
      stray_money: '주문 없는 결제를 찾았어요',
      command_refused: '저절로 처리되지 못한 주문이 있어요',
    },
    sentences: {
      dispute_opened:
        '주문과 표는 결과가 나올 때까지 그대로예요. 결제 대행사 화면에서 기한 안에 답해 주세요.',
      dispute_won: '돈은 돌아왔고, 주문은 그대로예요.',
      dispute_lost:
        '돈은 은행을 통해 돌아갔어요. 표는 무효가 되고, 쓰거나 보내지 않은 것은 다시 판매돼요. 이미 쓰거나 보낸 것은 팔린 것으로 두고 손실 처리해요.',
      refunded_at_provider:
        '여기서 정하지 않은 환불이에요. 일부라면 주문은 그대로이고, 전액이라면 주문이 취소돼요.',
      refund_refused: '결제 대행사가 환불을 받아들이지 않았어요. 남은 금액이 있으면 계속 다시 시도해요.',
      refund_failed:
        '구매자의 은행이 환불을 받지 못해 돈이 우리에게 돌아왔어요. 몇 번 더 시도하지만, 다른 방법으로 돌려드려야 할 수 있어요. 구매자에게 연락해 주세요.',
      stray_money:
        '결제 대행사에는 있는데 여기에는 없는 결제예요. 주문이 있으면 연결하고, 없으면 15분 뒤에 돌려드려요. 한꺼번에 많으면 자동으로 돌려드리지 않아요.',
      command_refused:
        '시스템이 하려던 일을 주문의 상태 때문에 할 수 없었어요. 다시 시도하지 않으니 주문을 열어 어떻게 할지 정해 주세요.',
    },
    frame: { link: '운영 화면 열기', order: '주문', noOrder: '주문 없음' },
  },
  en: {
    headline: {
      dispute_opened: 'A payment is disputed',
      dispute_won: 'A dispute was won',
      dispute_lost: 'A dispute was lost',
      refunded_at_provider: 'Money was given back at the provider itself',
      refund_refused: 'A refund was refused',
      refund_failed: 'A refund came back',
      stray_money: 'Money without an order was found',
      command_refused: 'An order could not go on by itself',
    },
    sentences: {
      dispute_opened:
        'Order and tickets stay until the bank has decided. Answer it at the payment provider before its deadline.',
      dispute_won: 'The money is back, and the order stays as it is.',
      dispute_lost:
        'The money went back through the bank. Tickets become void, and what was neither used nor sent is for sale again. What was used or sent stays sold: the order is written off.',
      refunded_at_provider:
        'Nobody decided it here. A part leaves the order as it is; the whole takes the order back, or writes it off where it was used or sent.',
      refund_refused: 'The payment provider did not take it. As long as money is left it is tried again.',
      refund_failed:
        'The buyer’s bank could not take the money, and it is with us again. It is tried a few more times, but it may have to go back another way: please write to the buyer.',
      stray_money:
        'The provider has a payment that is not here. It is attached to its order where there is one, and otherwise goes back after 15 minutes. Where there are many, nothing goes back by itself.',
      command_refused:
        'What was due by itself did not fit the order as it is. It is not tried again: open the order and decide what becomes of it.',
    },
    frame: { link: 'Open the staff pages', order: 'Order', noOrder: 'No order' },
  },
};
