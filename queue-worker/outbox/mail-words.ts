/**
 * What mails about an order say, in both languages of the product: first what is so, then what it means, then what you may
 * do.
 */
import type { OrderLetterKind } from '../../domain/order-letter.ts';
import type { ReasonGiven } from '../../domain/taken-back.ts';
import type { RefundCause } from './compose-mail.ts';
import { refundTexts } from './refund-words.ts';

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
  /** Of the refund or the payment the mail is about; the order's total otherwise. */
  readonly paid: string;
  /** All of that payment. */
  readonly all: string;
  readonly cause: RefundCause;
  /** What of the order's money and points goes back as a whole, or points of the part the mail is about; null: none. */
  readonly left: string | null;
  readonly points: string | null;
  /** Of a part: only its money went back. */
  readonly unitsStay: boolean;
  /** What staff wrote to the buyer. */
  readonly answer: string;
}

type Words = Readonly<Record<OrderLetterKind, (facts: Facts) => MailWords>> & {
  /** What stands above the facts, and below everything. */
  readonly frame: {
    readonly yours: string;
    readonly total: string;
    readonly keep: string;
    /** What somebody wrote, in their own words. */
    readonly reasons: Readonly<Record<ReasonGiven['by'], (reason: string) => string>>;
  };
};

const ko: Words = {
  order_paid: ({ name, paid, isTicket }) => ({
    headline: '결제가 끝났어요',
    text: isTicket
      ? `${name} 님, ${paid} 결제가 끝났고 표가 준비됐어요. 입장할 때 아래 링크의 QR 코드를 보여 주세요.`
      : `${name} 님, ${paid} 결제가 끝났어요. 이제 보내 드릴 준비를 할게요.`,
    link: isTicket ? '내 표 보기' : '주문 보기',
  }),
  payment_failed: ({ name, paid }) => ({
    headline: '결제가 되지 않았어요',
    text: `${name} 님, ${paid} 결제를 은행에서 승인하지 않았어요. 빠져나간 돈은 없어요. 잡아 둔 시간이 남아 있으면 아래 링크에서 다시 결제할 수 있어요.`,
    link: '다시 결제하기',
  }),
  order_lapsed: ({ name, isTicket }) => ({
    headline: isTicket ? '표를 잡아 둔 시간이 끝났어요' : '상품을 잡아 둔 시간이 끝났어요',
    text: `${name} 님, 시간 안에 결제되지 않아 ${isTicket ? '표가' : '상품이'} 반납됐어요. 뒤늦게 결제되더라도 ${isTicket ? '표를' : '상품을'} 드리거나 전액 돌려드려요.`,
    link: '주문 보기',
  }),
  order_cancelled: ({ name, isTicket }) => ({
    headline: '주문이 취소됐어요',
    text: `${name} 님, 주최자가 결제 전인 주문을 취소했고, 잡아 둔 ${isTicket ? '표는' : '상품은'} 반납됐어요. 결제된 금액은 없어요. 뒤늦게 결제되더라도 전액 돌려드려요.`,
    link: '주문 보기',
  }),
  order_taken_back: ({ name, left, points, cause, isTicket }) => ({
    headline: left ? '환불하고 있어요' : '주문이 취소됐어요',
    text: [
      `${name} 님, ${cause === 'given' && isTicket ? '주문이 취소됐고, 표는 더 이상 쓸 수 없어요.' : refundTexts.ko[cause]}`,
      left
        ? `결제하신 방법으로 ${left} 돌려드리도록 요청했고, 끝나면 다시 알려 드려요.`
        : '결제된 금액은 없어요.',
      ...(points ? [`${points}포인트도 돌려드려요.`] : []),
    ].join(' '),
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
  return_asked: ({ name }) => ({
    headline: '반품을 접수했어요',
    text: `${name} 님, 반품 요청을 받았어요. 상품이 저희에게 도착하면 그만큼의 금액을 돌려드리고 다시 알려 드려요. 주문의 나머지는 그대로예요.`,
    link: '주문 보기',
  }),
  return_refused: ({ name, answer }) => ({
    headline: '반품을 받지 못했어요',
    text: `${name} 님, 요청하신 반품을 받지 못했고 상품은 그대로 가지고 계시면 돼요. 이유: ${answer}`,
    link: '주문 보기',
  }),
  refunded: ({ name, all, cause }) => ({
    headline: `${all} 환불됐어요`,
    text: `${name} 님, ${all} 전액을 돌려드렸어요. ${refundTexts.ko[cause]} 은행에 따라 며칠 뒤에 보일 수 있어요.`,
    link: '주문 보기',
  }),
  refunded_part: ({ name, paid, all, unitsStay }) => ({
    headline: `${paid} 환불됐어요`,
    text: `${name} 님, 결제하신 ${all} 가운데 ${paid} 돌려드렸어요. ${unitsStay ? '보내 드린 상품은 모두 그대로 가지시면 돼요.' : '주문의 나머지는 그대로예요.'} 은행에 따라 며칠 뒤에 보일 수 있어요.`,
    link: '주문 보기',
  }),
  part_without_money: ({ name, points, unitsStay }) => ({
    headline: points ? `${points}포인트를 돌려드렸어요` : '주문 일부가 취소됐어요',
    text: `${name} 님, ${points ? `이 주문에 쓰신 포인트 가운데 ${points}포인트를 돌려드렸어요. 돌려드릴 금액은 없어요.` : '주문 일부가 취소됐고, 돌려드릴 금액은 없어요.'} ${unitsStay ? '보내 드린 상품은 모두 그대로 가지시면 돼요.' : '주문의 나머지는 그대로예요.'}`,
    link: '주문 보기',
  }),
  disputed: ({ name, all, isTicket }) => ({
    headline: '은행에서 결제를 확인하고 있어요',
    text: `${name} 님, ${all} 결제에 대해 카드사나 은행에 이의가 접수됐어요. 결과가 나올 때까지 ${isTicket ? '표는' : '주문은'} 그대로예요. 실수로 접수하셨다면 은행에 취소를 요청해 주세요. 돈이 은행을 통해 돌아가면 ${isTicket ? '표는 쓸 수 없어요' : '주문은 취소돼요'}.`,
    link: '주문 보기',
  }),
  frame: {
    yours: '주문 내용',
    total: '합계',
    keep: '링크를 가진 사람은 누구나 이 주문을 볼 수 있어요. 다른 분께 전하지 마세요.',
    reasons: {
      buyer: (reason) => `적어 주신 이유: “${reason}”`,
      staff: (reason) => `주최자가 적은 이유: “${reason}”`,
    },
  },
};

const bankTakesDays = 'Your bank may take some days to show it.';

const en: Words = {
  order_paid: ({ name, paid, isTicket }) => ({
    headline: 'Your payment is complete',
    text: isTicket
      ? `${name}, you paid ${paid} and your tickets are ready. At the door, show the QR code behind this link.`
      : `${name}, you paid ${paid}. We get your parcel ready now.`,
    link: isTicket ? 'See your tickets' : 'See the order',
  }),
  payment_failed: ({ name, paid }) => ({
    headline: 'Your payment did not go through',
    text: `${name}, your bank declined ${paid}, and no money was taken. While your hold lasts you can try again behind this link.`,
    link: 'Try again',
  }),
  order_lapsed: ({ name, isTicket }) => ({
    headline: 'The hold has ended',
    text: `${name}, nothing was paid in time, so ${isTicket ? 'the tickets' : 'the goods'} went back. If a payment still arrives, you get ${isTicket ? 'tickets' : 'them'} or all your money back.`,
    link: 'See the order',
  }),
  order_cancelled: ({ name, isTicket }) => ({
    headline: 'Your order is cancelled',
    text: `${name}, the organiser cancelled your order before it was paid, and ${isTicket ? 'the tickets' : 'the goods'} that were held for you went back. Nothing was charged; if a payment still arrives, all of it goes back to you.`,
    link: 'See the order',
  }),
  order_taken_back: ({ name, left, points, cause, isTicket }) => ({
    headline: left ? 'Your money is on its way back' : 'Your order is cancelled',
    text: [
      `${name}, this is about your order. ${cause === 'given' && isTicket ? 'It is cancelled, and its tickets are void.' : refundTexts.en[cause]}`,
      left
        ? `We have asked for ${left} to go back the way you paid, and write to you when it has.`
        : 'No money was in it.',
      ...(points ? [`Your ${points} points go back to you.`] : []),
    ].join(' '),
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
  return_asked: ({ name }) => ({
    headline: 'We expect your parcel back',
    text: `${name}, we heard what you want to return. When it has arrived here, its money goes back and we write to you. The rest of your order stays as it is.`,
    link: 'See the order',
  }),
  return_refused: ({ name, answer }) => ({
    headline: 'We could not take your return',
    text: `${name}, what you asked to return stays with you. Our reason: ${answer}`,
    link: 'See the order',
  }),
  refunded: ({ name, all, cause }) => ({
    headline: `${all} refunded`,
    text: `${name}, we gave back all of ${all}. ${refundTexts.en[cause]} ${bankTakesDays}`,
    link: 'See the order',
  }),
  refunded_part: ({ name, paid, all, unitsStay }) => ({
    headline: `${paid} refunded`,
    text: `${name}, we gave back ${paid} of the ${all} you paid. ${unitsStay ? 'All that we sent stays yours.' : 'The rest of your order stays as it is.'} ${bankTakesDays}`,
    link: 'See the order',
  }),
  part_without_money: ({ name, points, unitsStay }) => ({
    headline: points ? `${points} points given back` : 'A part of your order is cancelled',
    text: `${name}, ${points ? `${points} of the points you used in this order went back to you. There is no money to give back with them.` : 'a part of your order is cancelled. There is no money to give back for it.'} ${unitsStay ? 'All that we sent stays yours.' : 'The rest of your order stays as it is.'}`,
    link: 'See the order',
  }),
  disputed: ({ name, all, isTicket }) => ({
    headline: 'Your bank is looking into a payment',
    text: `${name}, somebody asked your bank to take ${all} back. Until it has decided, your ${isTicket ? 'tickets stay' : 'order stays'} as ${isTicket ? 'they are' : 'it is'}. If it was a mistake, ask your bank to stop it: when the money goes back through the bank, ${isTicket ? 'the tickets are void' : 'the order is cancelled'}.`,
    link: 'See the order',
  }),
  frame: {
    yours: 'Your order',
    total: 'Total',
    keep: 'Whoever has the link can see this order. Keep it to yourself.',
    reasons: {
      buyer: (reason) => `Your reason: “${reason}”`,
      staff: (reason) => `The organiser’s reason: “${reason}”`,
    },
  },
};

export const mailWords: Readonly<Record<'ko' | 'en', Words>> = { ko, en };
