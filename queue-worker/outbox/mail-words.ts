/**
 * What mails say, in both languages of the product: first what is so, then what it means, then what you may
 * do.
 */
import type { RefundCause } from './compose-mail.ts';

export interface MailWords {
  /** Stands in the subject, after the sale's title. */
  readonly headline: string;
  readonly text: string;
  readonly link: string;
}

interface Facts {
  readonly name: string;
  /** Otherwise it is goods. */
  readonly isTicket: boolean;
  /** Of the payment the mail is about; the order's total otherwise. */
  readonly paid: string;
}

interface Words {
  readonly order_paid: (facts: Facts) => MailWords;
  readonly order_lapsed: (facts: Facts) => MailWords;
  readonly order_shipped: (facts: Facts) => MailWords;
  readonly order_delivered: (facts: Facts) => MailWords;
  readonly refunded: (facts: Facts, cause: RefundCause) => MailWords;
  /** What stands above the facts, and below everything. */
  readonly frame: { readonly yours: string; readonly total: string; readonly keep: string };
}

export const mailWords: Readonly<Record<'ko' | 'en', Words>> = {
  ko: {
    order_paid: ({ name, paid, isTicket }) => ({
      headline: '결제가 끝났어요',
      text: isTicket
        ? `${name} 님, ${paid} 결제가 끝났고 표가 준비됐어요. 입장할 때 아래 링크의 QR 코드를 보여 주세요.`
        : `${name} 님, ${paid} 결제가 끝났어요. 이제 보내 드릴 준비를 할게요.`,
      link: isTicket ? '내 표 보기' : '주문 보기',
    }),
    order_lapsed: ({ name }) => ({
      headline: '표를 잡아 둔 시간이 끝났어요',
      text: `${name} 님, 시간 안에 결제되지 않아 표가 반납됐어요. 뒤늦게 결제되더라도 표를 드리거나 전액 돌려드려요.`,
      link: '주문 보기',
    }),
    order_shipped: ({ name }) => ({
      headline: '상품을 보내 드렸어요',
      text: `${name} 님, 주문하신 상품이 출발했어요.`,
      link: '주문 보기',
    }),
    order_delivered: ({ name }) => ({
      headline: '상품이 도착했어요',
      text: `${name} 님, 상품이 도착했어요. 마음에 들지 않으면 아래 링크에서 언제까지 반품할 수 있는지 볼 수 있어요.`,
      link: '주문 보기',
    }),
    refunded: ({ name, paid }, cause) => ({
      headline: `${paid} 환불됐어요`,
      text: `${name} 님, ${paid} 전액을 돌려드렸어요. ${refundTexts.ko[cause]} 은행에 따라 며칠 뒤에 보일 수 있어요.`,
      link: '주문 보기',
    }),
    frame: {
      yours: '주문 내용',
      total: '합계',
      keep: '링크를 가진 사람은 누구나 이 주문을 볼 수 있어요. 다른 분께 전하지 마세요.',
    },
  },
  en: {
    order_paid: ({ name, paid, isTicket }) => ({
      headline: 'Your payment is complete',
      text: isTicket
        ? `${name}, you paid ${paid} and your tickets are ready. At the door, show the QR code behind this link.`
        : `${name}, you paid ${paid}. We get your parcel ready now.`,
      link: isTicket ? 'See your tickets' : 'See the order',
    }),
    order_lapsed: ({ name }) => ({
      headline: 'The hold has ended',
      text: `${name}, nothing was paid in time, so the tickets went back. ${stillArrives}`,
      link: 'See the order',
    }),
    order_shipped: ({ name }) => ({
      headline: 'Your parcel is on its way',
      text: `${name}, what you ordered has left us.`,
      link: 'See the order',
    }),
    order_delivered: ({ name }) => ({
      headline: 'Your parcel has arrived',
      text: `${name}, your parcel has arrived. If it is not right, the page behind this link says until when you can give it back.`,
      link: 'See the order',
    }),
    refunded: ({ name, paid }, cause) => ({
      headline: `${paid} refunded`,
      text: `${name}, we gave back all of ${paid}. ${refundTexts.en[cause]} ${bankTakesDays}`,
      link: 'See the order',
    }),
    frame: {
      yours: 'Your order',
      total: 'Total',
      keep: 'Whoever has the link can see this order. Keep it to yourself.',
    },
  },
};

const stillArrives = 'If a payment still arrives, you get tickets or all your money back.';
const bankTakesDays = 'Your bank may take some days to show it.';

const refundTexts: Readonly<Record<'ko' | 'en', Readonly<Record<RefundCause, string>>>> = {
  ko: {
    twice: '이 주문은 이미 결제되어 있었고, 그 표는 그대로예요.',
    tooLate: '결제가 늦게 도착했고, 그 사이에 표가 모두 팔렸어요.',
    overLimit: '결제가 늦게 도착했고, 그 사이에 한 사람당 살 수 있는 수를 다 채우셨어요.',
    otherAmount: '결제된 금액이 주문 금액과 달랐어요.',
    given: '주문이 취소됐어요.',
  },
  en: {
    twice: 'This order was paid already, and its tickets stay yours.',
    tooLate: 'The payment arrived late, and the tickets had been sold meanwhile.',
    overLimit: 'The payment arrived late, and meanwhile you had as many tickets as one person may have.',
    otherAmount: 'The amount that was paid differed from the order.',
    given: 'The order is cancelled.',
  },
};
