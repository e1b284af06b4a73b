/** What the page of an order says, state by state (PAG-16): of tickets, and of goods where that is something else. */
import type { OrderState } from '../../domain/order-lifecycle.ts';
import type { InLanguages } from '../language/choose-language.ts';

export interface OrderWords {
  readonly title: string;
  readonly sentence: string;
}

/**
 * `declined` is a held order whose last payment did not go through, `cancelledByHouse` one that its buyer did not cancel,
 * `undone` one that was taken back and had no money in it.
 */
export type OrderMood = Exclude<OrderState, 'written_off'> | 'declined' | 'cancelledByHouse' | 'undone';

export const orderWords: Readonly<Record<OrderMood, InLanguages<OrderWords>>> = {
  held: {
    en: {
      title: 'Held for you',
      sentence: 'Until {time} nobody else can take it. Pay before then, and it is yours.',
    },
    ko: { title: '잡아 두었어요', sentence: '{time}까지는 아무도 가져갈 수 없어요. 그 전에 결제해 주세요.' },
  },
  declined: {
    en: {
      title: 'The payment did not go through',
      sentence:
        'Nothing was charged. Your tickets are still held until {time}; you may try again or pay another way.',
    },
    ko: {
      title: '결제되지 않았어요',
      sentence:
        '결제된 금액은 없어요. 표는 {time}까지 잡아 두었으니, 다시 시도하거나 다른 방법으로 결제해 주세요.',
    },
  },
  paying: {
    en: {
      title: 'Waiting for your payment',
      sentence:
        'The payment provider has not told us yet. This page updates by itself, you may also close it.',
    },
    ko: {
      title: '결제를 기다리고 있어요',
      sentence: '결제사에서 아직 알려 주지 않았어요. 이 화면은 저절로 바뀌고, 닫아도 괜찮아요.',
    },
  },
  expiring: {
    en: {
      title: 'Asking about your payment once more',
      sentence:
        'The time is over, so we ask the provider whether you paid. If you did, you get your tickets. If not, nothing is charged.',
    },
    ko: {
      title: '결제 결과를 한 번 더 확인하고 있어요',
      sentence:
        '시간이 끝나서 결제사에 확인하고 있어요. 결제됐다면 표를 드리고, 아니라면 결제되는 금액은 없어요.',
    },
  },
  paid: {
    en: {
      title: 'Paid',
      sentence: 'Your tickets are being made. This takes a moment; the page updates by itself.',
    },
    ko: { title: '결제됐어요', sentence: '표를 만들고 있어요. 잠시면 되고, 화면은 저절로 바뀌어요.' },
  },
  issued: {
    en: {
      title: 'Your tickets',
      sentence: 'Show the code at the door. Once this page has opened, it works without a connection.',
    },
    ko: {
      title: '내 표',
      sentence: '입구에서 코드를 보여 주세요. 한 번 연 화면은 연결 없이도 볼 수 있어요.',
    },
  },
  preparing: {
    en: { title: 'Paid, being packed', sentence: 'We write to you when it is on its way.' },
    ko: { title: '결제됐고, 준비하고 있어요', sentence: '보내 드릴 때 알려 드려요.' },
  },
  shipping: {
    en: { title: 'On its way', sentence: 'It has left us and is being delivered.' },
    ko: { title: '배송 중이에요', sentence: '보내 드렸고, 배송되고 있어요.' },
  },
  delivered: {
    en: { title: 'Delivered', sentence: 'It has arrived.[ You may give it back until {until}.]' },
    ko: { title: '배송됐어요', sentence: '도착했어요.[ {until}까지 반품할 수 있어요.]' },
  },
  confirmed: {
    en: { title: 'All done', sentence: 'The order is complete.' },
    ko: { title: '모두 끝났어요', sentence: '주문이 완료됐어요.' },
  },
  return_requested: {
    en: { title: 'Return asked for', sentence: 'We take it back and then return your money.' },
    ko: { title: '반품을 신청했어요', sentence: '물건을 돌려받은 뒤 환불해 드려요.' },
  },
  returned: {
    en: { title: 'Returned', sentence: 'We have it back. Your money follows.' },
    ko: { title: '반품됐어요', sentence: '물건을 돌려받았어요. 곧 환불해 드려요.' },
  },
  lapsed: {
    en: {
      title: 'The hold has ended',
      sentence:
        'Your tickets went back[ at {time}]. If a payment still arrives, you get tickets or all your money back.',
    },
    ko: {
      title: '표를 잡아 둔 시간이 끝났어요',
      sentence: '[{time}에 ]표가 반납됐어요. 뒤늦게 결제되더라도 표를 드리거나 전액 돌려드려요.',
    },
  },
  cancelled: {
    en: { title: 'Given back', sentence: 'You gave the tickets back[ at {time}]. {charged}' },
    ko: { title: '반납했어요', sentence: '[{time}에 ]표를 반납했어요. {charged}' },
  },
  cancelledByHouse: {
    en: { title: 'Cancelled', sentence: '{why} {charged}' },
    ko: { title: '취소됐어요', sentence: '{why} {charged}' },
  },
  refund_pending: {
    en: {
      title: 'Your money is on its way back',
      sentence:
        '{why} We have asked the payment provider to return {total}.[ Your {points} points go back too.] It may take some days to show on your account.',
    },
    ko: {
      title: '환불하고 있어요',
      sentence:
        '{why} 결제사에 {total} 환불을 요청했어요.[ {points}포인트도 돌려드려요.] 계좌에 보이기까지 며칠 걸릴 수 있어요.',
    },
  },
  refunded: {
    en: {
      title: 'Your money was returned',
      sentence: '{why} {total} went back the way you paid.[ Your {points} points are back too.]',
    },
    ko: {
      title: '환불됐어요',
      sentence: '{why} 결제하신 방법으로 {total}을 돌려드렸어요.[ {points}포인트도 돌려드렸어요.]',
    },
  },
  undone: {
    en: { title: 'Taken back', sentence: '{why} No money was in it.[ Your {points} points go back to you.]' },
    ko: { title: '취소됐어요', sentence: '{why} 결제된 금액은 없어요.[ {points}포인트는 돌려드려요.]' },
  },
};

/** Where no tickets are sold but things that are sent. */
export const goodsWords: Readonly<Partial<Record<OrderMood, InLanguages<OrderWords>>>> = {
  declined: {
    en: {
      title: 'The payment did not go through',
      sentence:
        'Nothing was charged. What you chose is still held until {time}; you may try again or pay another way.',
    },
    ko: {
      title: '결제되지 않았어요',
      sentence:
        '결제된 금액은 없어요. 상품은 {time}까지 잡아 두었으니, 다시 시도하거나 다른 방법으로 결제해 주세요.',
    },
  },
  expiring: {
    en: {
      title: 'Asking about your payment once more',
      sentence:
        'The time is over, so we ask the provider whether you paid. If you did, it is yours. If not, nothing is charged.',
    },
    ko: {
      title: '결제 결과를 한 번 더 확인하고 있어요',
      sentence:
        '시간이 끝나서 결제사에 확인하고 있어요. 결제됐다면 상품을 드리고, 아니라면 결제되는 금액은 없어요.',
    },
  },
  paid: {
    en: { title: 'Paid', sentence: 'We are about to pack it. We write to you when it is on its way.' },
    ko: { title: '결제됐어요', sentence: '곧 포장을 시작해요. 보내 드릴 때 알려 드려요.' },
  },
  lapsed: {
    en: {
      title: 'The hold has ended',
      sentence:
        'What was held for you went back[ at {time}]. If a payment still arrives, you get it or all your money back.',
    },
    ko: {
      title: '상품을 잡아 둔 시간이 끝났어요',
      sentence: '[{time}에 ]상품이 반납됐어요. 뒤늦게 결제되더라도 상품을 드리거나 전액 돌려드려요.',
    },
  },
  cancelled: {
    en: { title: 'Given back', sentence: 'You gave the order back[ at {time}]. {charged}' },
    ko: { title: '반납했어요', sentence: '[{time}에 ]주문을 반납했어요. {charged}' },
  },
};
