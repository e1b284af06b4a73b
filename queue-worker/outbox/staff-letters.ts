/**
 * Letters to the staff about what somebody must look at (PAY-20): in Korean and English, because nobody knows which of them
 * a member reads. They name the order and lead to it; what names a buyer does not stand in them.
 */
import { z } from 'zod';
import { flagById } from '../../db/order-flags.ts';
import { staffById } from '../../db/staff.ts';
import { isToldFlag, type ToldFlag } from '../../domain/order-flag.ts';
import { priceText, type TextLanguage, textLanguages } from '../../domain/price-text.ts';
import type { LetterContent, LetterWriter } from './letter.ts';
import { letterHtml, letterText } from './letter-frame.ts';
import { staffWords } from './staff-words.ts';

const payloadShape = z.object({ kind: z.literal('staff_flag'), flagId: z.int(), staffId: z.string() });

export interface FlagMatter {
  readonly kind: ToldFlag;
  readonly orderId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export function flagContent({ kind, orderId, detail }: FlagMatter, publicUrl: string): LetterContent {
  const parts = textLanguages.map((language) => {
    const { headline, sentences, frame } = staffWords[language];
    return {
      language,
      headline: headline[kind],
      sentences: [sentences[kind]],
      link: { label: frame.link, url: flagUrl(publicUrl, orderId) },
      facts: [orderId === null ? frame.noOrder : `${frame.order} ${orderId}`, ...factsIn(detail, language)],
    };
  });
  const subject = `Usher: ${parts.map(({ headline }) => headline).join(' · ')}`;
  return { subject, text: letterText(parts), html: letterHtml(subject, parts) };
}

/** The page that has flags of orders, at the order where there is one. */
const flagUrl = (publicUrl: string, orderId: string | null): string =>
  `${publicUrl}/staff/orders${orderId === null ? '' : `?order=${encodeURIComponent(orderId)}`}`;

/** Money as people write it, and whatever else was noted as it stands. */
function factsIn({ amount, currency, ...rest }: FlagMatter['detail'], language: TextLanguage): string[] {
  const isMoney = typeof amount === 'number' && typeof currency === 'string';
  return [
    ...(isMoney ? [priceText({ amount, currency }, language)] : []),
    ...Object.entries(isMoney ? rest : { amount, currency, ...rest }).flatMap(([name, value]) =>
      value === null || value === undefined || value === '' ? [] : [`${name}: ${String(value)}`],
    ),
  ];
}

const flagLetter: LetterWriter = async ({ db, publicUrl }, row) => {
  const { flagId, staffId } = payloadShape.parse(row.payload);
  const flag = await flagById(db, flagId);
  const member = await staffById(db, staffId);
  // Dealt with already, or somebody who has left.
  if (!flag || flag.clearedAt || !member || !isToldFlag(flag.kind)) return null;
  return {
    to: { name: member.name, address: member.email },
    ...flagContent({ ...flag, kind: flag.kind }, publicUrl),
  };
};

export const staffLetters: Readonly<Record<'staff_flag', LetterWriter>> = { staff_flag: flagLetter };
