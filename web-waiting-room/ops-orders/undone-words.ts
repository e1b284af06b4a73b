/** What the staff's page of orders calls what could not be done: commands of the writer, and what must follow a fact. */
import type { InLanguages, Language } from '../language/choose-language.ts';

const words: InLanguages<Readonly<Record<string, string>>> = {
  en: {
    reserve: 'hold',
    confirm: 'settle a payment',
    release: 'cancel',
    lapse: 'end the hold',
    refund: 'refund',
    take_back: 'take a return back',
    adjust: 'change the stock',
    remove_tier: 'remove a tier',
    tickets_issue: 'issue tickets',
    payment_cancel: 'cancel a payment',
    payment_refund: 'pay everything back',
    payment_refund_part: 'pay a part back',
    points: 'settle points',
    mail: 'a letter',
  },
  ko: {
    reserve: '잡아 두기',
    confirm: '결제 확정',
    release: '취소',
    lapse: '잡아 두기 끝내기',
    refund: '환불',
    take_back: '반품 받기',
    adjust: '재고 바꾸기',
    remove_tier: '등급 없애기',
    tickets_issue: '표 발급',
    payment_cancel: '결제 취소',
    payment_refund: '전액 환불',
    payment_refund_part: '일부 환불',
    points: '포인트 정산',
    mail: '메일',
  },
};

/** One of a newer version stays as it is called. */
export const undoneWords = (what: string, language: Language): string => words[language][what] ?? what;
