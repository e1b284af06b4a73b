/**
 * What a receipt and a pass say. The crowd cannot check their signatures and does not need to: it only
 * writes down whom they name.
 */
import { z } from 'zod';

const receipt = z.object({ e: z.string(), n: z.number(), l: z.literal(1).optional(), g: z.number() });
const pass = z.object({ sub: z.string(), adm: z.string() });

export function contentOfReceipt(text: string) {
  const { e, n, l, g } = receipt.parse(middleOf(text));
  return { entryId: e, number: n, lobby: l === 1, generation: g };
}

export function subjectOfPass(text: string) {
  const { sub, adm } = pass.parse(middleOf(text));
  return { entryId: sub, admissionId: adm };
}

/** Both are three parts between dots, JSON in the middle. */
const middleOf = (text: string): unknown =>
  JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString('utf8'));
