/**
 * Letters about a ticket that changes hands (TIC-4, TIC-6): the offer with its link, the word to the giver that it was
 * taken, the word to its receiver that it was taken back or refunded, the word to its holder that it is void. Each says what
 * is so when it is sent: an offer that is over by then is not sent, and then nobody hears how it ended.
 *
 * The link of an offer is the only place where its key stands; whoever reads that letter can take the ticket.
 */
import { z } from 'zod';
import { neverWent } from '../../db/mail.ts';
import { type TransferRecord, transferById } from '../../db/ticket-transfers.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { openContact } from '../../tokens/sealed-contact.ts';
import { openReceiver } from '../../tokens/sealed-receiver.ts';
import { transferKeyOf } from '../../tokens/transfer-key.ts';
import { type LetterWords, type LetterWriter, writeLetter } from './letter.ts';

const kinds = [
  'ticket_offer',
  'ticket_taken',
  'ticket_withdrawn',
  'ticket_offer_void',
  'ticket_void',
] as const;
type Kind = (typeof kinds)[number];
const payloadShape = z.object({ kind: z.enum(kinds), transferId: z.string() });

interface Person {
  readonly email: string;
  readonly name: string;
}
interface Facts {
  readonly title: string;
  readonly tier: string;
  /** As people sign: the name, or the address where nobody said one. */
  readonly giver: string;
  readonly receiver: string;
  readonly url: string;
}

export const ticketWords: Readonly<
  Record<'ko' | 'en', Readonly<Record<Kind, (facts: Facts) => LetterWords>>>
> = {
  en: {
    ticket_offer: ({ title, tier, giver, url }) => ({
      subject: `${title}: ${giver} gives you a ticket`,
      headline: `${giver} gives you a ticket`,
      sentences: [
        `It is for ${title}, ${tier}. Open the link and take it; from then on only your code opens the door.`,
        `${giver} paid for it. If the order is refunded, the ticket is void and we write to you.`,
        'Whoever has the link can take the ticket. If you do not know why you got this, you need not do anything.',
      ],
      link: { label: 'See the ticket', url },
    }),
    ticket_taken: ({ title, tier, receiver, url }) => ({
      subject: `${title}: ${receiver} has your ticket now`,
      headline: `${receiver} has your ticket now`,
      sentences: [
        `Your ticket for ${title}, ${tier}, was taken. Your own code for it opens no door any more.`,
      ],
      link: { label: 'See what you have', url },
    }),
    ticket_withdrawn: ({ title, tier, giver, url }) => ({
      subject: `${title}: ${giver} took the ticket back`,
      headline: `${giver} took the ticket back`,
      sentences: [
        `The ticket for ${title}, ${tier}, that ${giver} offered you is not on offer any more. The link in our letter about it opens nothing now.`,
        'You need not do anything. If you expected the ticket, please ask them.',
      ],
      link: { label: 'See the sale', url },
    }),
    ticket_offer_void: ({ title, tier, giver, url }) => ({
      subject: `${title}: the ticket from ${giver} is void`,
      headline: `The ticket from ${giver} is void`,
      sentences: [
        `The ticket for ${title}, ${tier}, that ${giver} offered you cannot be taken any more: its order was refunded. The link in our letter about it opens nothing now.`,
        'You need not do anything. If you expected the ticket, please ask them.',
      ],
      link: { label: 'See the sale', url },
    }),
    ticket_void: ({ title, tier, giver, url }) => ({
      subject: `${title}: your ticket is void`,
      headline: 'Your ticket is void',
      sentences: [
        `The ticket for ${title}, ${tier}, that ${giver} gave you no longer opens the door: its order was refunded.`,
        'The money goes to whoever paid. Please ask them.',
      ],
      link: { label: 'See the sale', url },
    }),
  },
  ko: {
    ticket_offer: ({ title, tier, giver, url }) => ({
      subject: `${title}: ${giver} 님이 표를 보냈어요`,
      headline: `${giver} 님이 표를 보냈어요`,
      sentences: [
        `${title} ${tier} 표예요. 링크를 열어 받아 주세요. 받으신 뒤에는 새 코드로만 입장할 수 있어요.`,
        `결제는 ${giver} 님이 하셨어요. 주문이 환불되면 표도 쓸 수 없게 되고, 그때 다시 알려 드려요.`,
        '링크가 있으면 누구나 표를 받을 수 있어요. 짐작 가는 일이 없다면 그대로 두셔도 돼요.',
      ],
      link: { label: '표 보기', url },
    }),
    ticket_taken: ({ title, tier, receiver, url }) => ({
      subject: `${title}: ${receiver} 님이 표를 받았어요`,
      headline: `${receiver} 님이 표를 받았어요`,
      sentences: [`${title} ${tier} 표를 넘겼어요. 가지고 계시던 코드로는 더 이상 입장할 수 없어요.`],
      link: { label: '내 표 보기', url },
    }),
    ticket_withdrawn: ({ title, tier, giver, url }) => ({
      subject: `${title}: ${giver} 님이 표를 거두었어요`,
      headline: `${giver} 님이 표를 거두었어요`,
      sentences: [
        `${giver} 님이 보낸 ${title} ${tier} 표는 더 이상 받을 수 없어요. 전에 보내 드린 링크도 열리지 않아요.`,
        '따로 하실 일은 없어요. 표를 기다리셨다면 보낸 분께 확인해 주세요.',
      ],
      link: { label: '판매 보기', url },
    }),
    ticket_offer_void: ({ title, tier, giver, url }) => ({
      subject: `${title}: ${giver} 님이 보낸 표를 받을 수 없게 됐어요`,
      headline: `${giver} 님이 보낸 표를 받을 수 없게 됐어요`,
      sentences: [
        `${giver} 님이 보낸 ${title} ${tier} 표는 주문이 환불돼서 더 이상 받을 수 없어요. 전에 보내 드린 링크도 열리지 않아요.`,
        '따로 하실 일은 없어요. 표를 기다리셨다면 보낸 분께 확인해 주세요.',
      ],
      link: { label: '판매 보기', url },
    }),
    ticket_void: ({ title, tier, giver, url }) => ({
      subject: `${title}: 표를 쓸 수 없게 됐어요`,
      headline: '표를 쓸 수 없게 됐어요',
      sentences: [
        `${giver} 님이 보낸 ${title} ${tier} 표의 주문이 환불돼서, 이 표로는 입장할 수 없어요.`,
        '환불금은 결제한 분께 돌아가요. 보낸 분께 확인해 주세요.',
      ],
      link: { label: '판매 보기', url },
    }),
  },
};

const ticketLetter: LetterWriter = async ({ db, ring, publicUrl }, row) => {
  const { kind, transferId } = payloadShape.parse(row.payload);
  const transfer = await transferById(db, transferId);
  if (!transfer) throw new Error(`a mail about transfer ${transferId}, which is not there`);
  if (kind === 'ticket_offer' && !isOnOffer(transfer)) return null;
  const isOfOffer = kind === 'ticket_withdrawn' || kind === 'ticket_offer_void';
  if (isOfOffer && (await neverWent(db, `mail:ticket_offer:${transferId}`))) return null;
  const giver = giverOf(ring, transfer);
  const receiver = openReceiver(ring, transferId, transfer.receiverSealed);
  const to = kind === 'ticket_taken' ? giver : receiver;
  const said = ticketWords[transfer.language][kind]({
    title: transfer.sale.title,
    tier: transfer.tierName,
    giver: giver.name || giver.email,
    receiver: receiver.name || receiver.email,
    url: `${publicUrl}${pathOf(ring, kind, transfer)}`,
  });
  return { to: { name: to.name, address: to.email }, ...writeLetter(transfer.language, said) };
};

export const ticketLetters = Object.fromEntries(kinds.map((kind) => [kind, ticketLetter])) as Record<
  Kind,
  LetterWriter
>;

const isOnOffer = ({ state, fromSerial, ticket }: TransferRecord): boolean =>
  state === 'offered' && ticket.state === 'valid' && ticket.serial === fromSerial;

const giverOf = (ring: KeyRing, { fromTransferId, giverSealed, orderId }: TransferRecord): Person =>
  fromTransferId === null
    ? openContact(ring, orderId, giverSealed)
    : openReceiver(ring, fromTransferId, giverSealed);

/** Everybody is led to what is theirs, with their own key. */
function pathOf(ring: KeyRing, kind: Kind, { id, fromTransferId, orderId, sale }: TransferRecord): string {
  if (kind === 'ticket_offer') return `/transfer/${id}#key=${transferKeyOf(ring, id)}`;
  if (kind !== 'ticket_taken') return `/sales/${sale.slug}`;
  return fromTransferId === null
    ? `/orders/${orderId}#key=${orderKeyOf(ring, orderId)}`
    : `/transfer/${fromTransferId}#key=${transferKeyOf(ring, fromTransferId)}`;
}
