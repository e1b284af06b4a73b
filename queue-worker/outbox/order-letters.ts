/** Letters about an order: paid or not, lapsed, sent, given back, disputed. They lead to the order’s page, with its key. */
import { z } from 'zod';
import { mailMatter } from '../../db/mail.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { openContact } from '../../tokens/sealed-contact.ts';
import { composeMail, type MailKind, mailKinds } from './compose-mail.ts';
import type { LetterWriter } from './letter.ts';

const payloadShape = z.object({
  kind: z.enum(mailKinds),
  orderId: z.string(),
  paymentId: z.string().optional(),
  refundId: z.string().optional(),
});

const orderLetter: LetterWriter = async (deps, row) => {
  const { kind, orderId, paymentId = null, refundId = null } = payloadShape.parse(row.payload);
  const matter = await mailMatter(deps.db, { orderId, paymentId, refundId });
  if (!matter) throw new Error(`a mail about order ${orderId}, which is not there`);
  const contact = openContact(deps.ring, orderId, matter.contactSealed);
  // Its account was deleted, and it had come to nothing (ACT-20).
  if (contact.email === '') return null;
  const url = `${deps.publicUrl}/orders/${orderId}#key=${orderKeyOf(deps.ring, orderId)}`;
  return {
    to: { name: contact.name, address: contact.email },
    ...composeMail({ kind, matter, name: contact.name, url }),
  };
};

export const orderLetters = Object.fromEntries(mailKinds.map((kind) => [kind, orderLetter])) as Record<
  MailKind,
  LetterWriter
>;
