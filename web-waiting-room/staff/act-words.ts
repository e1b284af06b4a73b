/** What the journals say that was done, and by whom where it was no person. */
import type { AuditAct, SaleAct } from '../../domain/audit-act.ts';
import type { FlagKind } from '../../domain/order-flag.ts';
import type { InLanguages, Language } from '../language/choose-language.ts';
import { flagWords } from './flag-words.ts';

/** Raising a flag says what the flag says. Of the buyer's own acts an order's story shows one that no journal has. */
type ToldAct = Exclude<SaleAct, `order.${FlagKind}`> | 'order.return';

const acts: InLanguages<Readonly<Record<ToldAct, string>>> = {
  en: {
    'sale.create': 'Made',
    'sale.change': 'Changed',
    'sale.stock': 'Stock changed',
    'sale.message': 'Message to everybody',
    'sale.doorStaff': 'Named who works at the doors',
    'sale.delete': 'Deleted',
    'sale.open': 'Asked to open',
    open: 'Opened',
    'sale.pause': 'Paused',
    'sale.resume': 'Opened again',
    'sale.close': 'Closed',
    close: 'Closed',
    'sale.sold_out': 'Sold out',
    'sale.back_on_sale': 'Back on sale',
    'tier.make': 'Added a tier',
    'tier.change': 'Changed a tier',
    'tier.remove': 'Removed a tier',
    'picture.add': 'Added a picture',
    'picture.change': 'Changed a picture',
    'picture.remove': 'Removed a picture',
    'category.make': 'Added a category',
    'category.change': 'Changed a category',
    'category.remove': 'Removed a category',
    'pace.slow': 'Slowed down',
    'pace.raise': 'Sped up',
    'pace.clear': 'Back to the rate as set',
    'codes.make': 'Made access codes',
    'code.withdraw': 'Withdrew a code',
    'line.bypass': 'Let in past the line',
    'turn.give_back': 'Gave a turn back',
    'ticket.checkIn': 'Ticket shown at a door',
    'ticket.undoCheckIn': 'Check-in undone',
    'order.cancel': 'Order cancelled',
    'order.refund': 'Money given back',
    'order.return': 'Return asked for',
    'order.take_back': 'Return taken back',
    'order.refuse_return': 'Return refused',
    'order.flag_cleared': 'Flag taken down',
    'orders.export': 'Took orders as a file',
    'dead_letter.replay': 'Had what failed done again',
    'dead_letter.set_aside': 'Set aside what failed',
  },
  ko: {
    'sale.create': '만듦',
    'sale.change': '바꿈',
    'sale.stock': '재고 바꿈',
    'sale.message': '모두에게 알림',
    'sale.doorStaff': '입구 담당을 정함',
    'sale.delete': '삭제함',
    'sale.open': '시작을 요청함',
    open: '시작함',
    'sale.pause': '멈춤',
    'sale.resume': '다시 시작함',
    'sale.close': '종료함',
    close: '종료함',
    'sale.sold_out': '매진됨',
    'sale.back_on_sale': '다시 판매',
    'tier.make': '등급 더함',
    'tier.change': '등급 바꿈',
    'tier.remove': '등급 없앰',
    'picture.add': '사진 더함',
    'picture.change': '사진 바꿈',
    'picture.remove': '사진 없앰',
    'category.make': '분류 더함',
    'category.change': '분류 바꿈',
    'category.remove': '분류 없앰',
    'pace.slow': '늦춤',
    'pace.raise': '빠르게 함',
    'pace.clear': '설정한 속도로 돌아감',
    'codes.make': '입장 코드 만듦',
    'code.withdraw': '코드 거둬들임',
    'line.bypass': '줄 없이 들여보냄',
    'turn.give_back': '차례를 돌려줌',
    'ticket.checkIn': '입구에서 표 확인',
    'ticket.undoCheckIn': '입장 확인 취소',
    'order.cancel': '주문 취소',
    'order.refund': '환불함',
    'order.return': '반품 신청',
    'order.take_back': '반품 받음',
    'order.refuse_return': '반품 받지 않음',
    'order.flag_cleared': '표시 내림',
    'orders.export': '주문을 파일로 받음',
    'dead_letter.replay': '실패한 일을 다시 시킴',
    'dead_letter.set_aside': '실패한 일을 치워 둠',
  },
};

/** The parts of Usher that act by themselves, and the buyer. Anybody else is called by name. */
const actors: InLanguages<Readonly<Record<string, string>>> = {
  en: {
    admission: 'admission',
    autopilot: 'the autopilot',
    buyer: 'the buyer',
    clock: 'the clock',
    launcher: 'the first start',
    payments: 'payments',
    writer: 'the writer',
  },
  ko: {
    admission: '입장 처리',
    autopilot: '자동 조절',
    buyer: '구매자',
    clock: '예약된 시각',
    launcher: '첫 시작',
    payments: '결제 처리',
    writer: '재고 처리',
  },
};

const refused: InLanguages<string> = { en: '{act}: refused', ko: '{act}: 처리되지 않음' };
const refusedEnd = '.refused';
const flagged: InLanguages<string> = { en: 'Flag: “{flag}”', ko: '표시: “{flag}”' };

/** In words; an act of a newer version stays as it is called. */
export function actWords(act: AuditAct | string, language: Language): string {
  if (act.endsWith(refusedEnd))
    return refused[language].replace('{act}', actWords(act.slice(0, -refusedEnd.length), language));
  const flags: Readonly<Record<string, string>> = flagWords[language];
  const flag = flags[act.replace(/^order\./, '')];
  if (flag !== undefined) return flagged[language].replace('{flag}', flag);
  const words: Readonly<Record<string, string>> = acts[language];
  return words[act] ?? act;
}

export const actorWords = (actor: string, language: Language): string => actors[language][actor] ?? actor;
