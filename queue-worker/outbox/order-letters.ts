/** Letters about an order: paid or not, lapsed, sent, given back, disputed. They lead to the order’s page, with its key. */
import { z } from 'zod';
import { type OrderLetterKind, orderLetterKinds } from '../../domain/order-letter.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { openContact } from '../../tokens/sealed-contact.ts';
import { composeMail } from './compose-mail.ts';
import type { OpenLetterWriter } from './letter.ts';

const payloadShape = z.object({
  kind: z.enum(orderLetterKinds),
  orderId: z.string(),
  answer: z.string().optional(),
});

const orderLetter: OpenLetterWriter = async ({ ring, publicUrl }, { payload, matter }) => {
  const { kind, orderId, answer } = payloadShape.parse(payload);
  if (!matter) throw new Error(`a mail about order ${orderId}, which is not there`);
  const contact = openContact(ring, orderId, matter.contactSealed);
  // Its account was deleted, and it had come to nothing (ACT-20).
  if (contact.email === '') return null;
  const url = `${publicUrl}/orders/${orderId}#key=${orderKeyOf(ring, orderId)}`;
  return {
    to: { name: contact.name, address: contact.email },
    ...composeMail({ kind, matter, name: contact.name, url, answer }),
  };
};

export const orderLetters = Object.fromEntries(orderLetterKinds.map((kind) => [kind, orderLetter])) as Record<
  OrderLetterKind,
  OpenLetterWriter
>;
