/** What stands on one printed ticket, all of it as text for the eye; and what the printer says around it. */

export interface TicketPaper {
  readonly sale: string;
  readonly when: string | null;
  readonly where: string | null;
  readonly tier: string;
  readonly name: string;
  /** Of who paid it; whoever was given the ticket is not told. */
  readonly price: string | null;
  /** "1 of 4"; null for whoever has one ticket of somebody else's order. */
  readonly position: { readonly n: number; readonly of: number } | null;
  /** What the QR code says. */
  readonly token: string;
  /** To be typed. */
  readonly code: string;
}

export type PaperLanguage = 'ko' | 'en';

export const paperWords = {
  en: {
    title: (sale: string) => `Tickets: ${sale}`,
    position: (n: number, of: number) => `Ticket ${n} of ${of}`,
    one: 'Ticket',
    qr: 'QR code of this ticket, to be scanned at the door',
    tier: 'Tier',
    name: 'Name',
    price: 'Price',
    code: 'Code, if the QR code cannot be scanned',
    rule: 'Opens the door once. Keep it to yourself: whoever shows it first is in. A refunded or passed-on ticket is void.',
  },
  ko: {
    title: (sale: string) => `표: ${sale}`,
    position: (n: number, of: number) => `표 ${of}장 중 ${n}번째`,
    one: '표',
    qr: '입구에서 보여 줄 이 표의 QR 코드',
    tier: '등급',
    name: '이름',
    price: '가격',
    code: 'QR 코드를 읽을 수 없을 때의 코드',
    rule: '한 번만 입장할 수 있어요. 먼저 보여 준 사람이 입장하니 다른 사람에게 보이지 마세요. 환불했거나 넘긴 표는 쓸 수 없어요.',
  },
} as const satisfies Record<PaperLanguage, object>;
