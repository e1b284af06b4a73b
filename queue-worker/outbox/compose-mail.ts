/**
 * A mail from what is known of its order: Korean, then English, as plain text and as HTML that says the same.
 */
import type { MailMatter, PartReason } from '../../db/mail.ts';
import type { OrderLetterKind } from '../../domain/order-letter.ts';
import { priceText, type TextLanguage, textLanguages } from '../../domain/price-text.ts';
import { type ReasonGiven, reasonGiven, type TakenBackBy } from '../../domain/taken-back.ts';
import type { LetterContent } from './letter.ts';
import { type LetterPart, letterHtml, letterText } from './letter-frame.ts';
import { type MailWords, mailWords } from './mail-words.ts';

/**
 * Why money went back, as the buyer is told; `kept` of goods that stay with the buyer, `given` is every other wish of buyer
 * or staff, who may have written why.
 */
export type RefundCause =
  | 'twice'
  | 'afterEnd'
  | 'tooLate'
  | 'pointsGone'
  | 'overLimit'
  | 'otherAmount'
  | 'returned'
  | 'byBank'
  | 'atProvider'
  | 'kept'
  | 'given';

/** The writer's words for a payment that goes back (domain/writer/confirm.ts), and the provider's. */
const causes: Readonly<Record<string, RefundCause>> = {
  already_paid: 'twice',
  order_ended: 'afterEnd',
  sold_out: 'tooLate',
  points_given_back: 'pointsGone',
  limit_reached: 'overLimit',
  amount_differs: 'otherAmount',
  returned: 'returned',
  dispute_lost: 'byBank',
  refunded_at_provider: 'atProvider',
};

export interface MailAsk {
  readonly kind: OrderLetterKind;
  readonly matter: MailMatter;
  readonly name: string;
  /** The order's page, with its key. */
  readonly url: string;
  /** What staff wrote to the buyer, where the letter brings it. */
  readonly answer?: string | undefined;
}

export function composeMail(ask: MailAsk): LetterContent {
  const parts = textLanguages.map((language) => partOf(ask, language));
  const subject = `${ask.matter.title}: ${parts.map(({ headline }) => headline).join(' · ')}`;
  return { subject, text: letterText(parts), html: letterHtml(subject, parts) };
}

/** When it is stands on the order's page, which knows the reader's time zone. */
function partOf(ask: MailAsk, language: TextLanguage): LetterPart {
  const { title, venue, lines, total } = ask.matter;
  const { headline, text, link } = wordsOf(ask, language);
  const { yours, total: sum, keep } = mailWords[language].frame;
  const given = reasonOf(ask);
  const { reasons } = mailWords[language].frame;
  return {
    language,
    headline,
    sentences: given ? [text, reasons[given.by](given.reason)] : [text],
    link: { label: link, url: ask.url },
    facts: [
      ...[yours, title, ...(venue ? [venue] : [])],
      ...lines.map(({ name, quantity }) => `${name} × ${quantity}`),
      `${sum}: ${priceText(total, language)}`,
    ],
    note: keep,
  };
}

function wordsOf({ kind, matter, name, answer = '' }: MailAsk, language: TextLanguage): MailWords {
  const points = matter.part?.points ?? matter.pointsLeft;
  const facts = {
    name,
    answer,
    isTicket: matter.fulfilment === 'ticket',
    paid: priceText(matter.refund ?? matter.payment ?? matter.total, language),
    all: priceText(matter.payment ?? matter.total, language),
    cause: causeOf(matter),
    left: matter.left.amount > 0 ? priceText(matter.left, language) : null,
    points: points > 0 ? points.toLocaleString(language) : null,
    unitsStay: (matter.refund ?? matter.part)?.unitsStay ?? false,
  };
  return mailWords[language][kind](facts);
}

/** Of the payment that paid the order the order's ending says it: what somebody wrote may sound like one of our words. */
function causeOf({ payment, takenBackBy, state }: MailMatter): RefundCause {
  const isOfOrder = payment === null || payment.isOfOrder;
  if (!isOfOrder || !takenBackBy) return causes[payment?.refundReason ?? ''] ?? 'given';
  return state === 'written_off' && takenBackBy === 'staff' ? 'kept' : endings[takenBackBy];
}

const endings: Readonly<Record<TakenBackBy, RefundCause>> = {
  ...{ buyer: 'given', staff: 'given', return: 'returned', bank: 'byBank', provider: 'atProvider' },
};

/** What buyer or staff wrote about what the letter tells (ORD-31); the answer to a return stands in its own words. */
function reasonOf({ kind, matter }: MailAsk): ReasonGiven | null {
  const { refund, part, asked, takenBackBy, reason } = matter;
  switch (kind) {
    case 'return_asked':
      return asked && { by: 'buyer', reason: asked.reason };
    case 'refunded_part':
      return refund && reasonOfPart(refund);
    case 'part_without_money':
      return part && reasonOfPart(part);
    case 'order_cancelled':
    case 'order_taken_back':
      return reasonGiven(takenBackBy, reason);
    case 'refunded':
      return ['given', 'kept', 'returned'].includes(causeOf(matter))
        ? reasonGiven(takenBackBy, reason)
        : null;
    default:
      return null;
  }
}

const reasonOfPart = ({ reason, reasonBy: by }: PartReason): ReasonGiven | null =>
  by && reason !== null ? { by, reason } : null;
