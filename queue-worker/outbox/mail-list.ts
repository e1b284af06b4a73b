/**
 * Mails about a raffle or a reserve list (MAI-5): drawn, not drawn, your turn. They say what is so when they are sent: one
 * about a turn that is over by then is not sent at all.
 */
import { html } from 'hono/html';
import { z } from 'zod';
import { openContact } from '../../db/line-contacts.ts';
import { type ListMailMatter, listMailMatter } from '../../db/list-mail.ts';
import { type TextLanguage, textLanguages } from '../../domain/price-text.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { openListAddress } from '../../tokens/list-address.ts';
import { bodyStyle, buttonStyle } from './compose-mail.ts';
import { type ListFacts, listMailKinds, listMailWords, untilText } from './mail-list-words.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Mail } from './post-box.ts';

export const listMailPayload = z.object({
  kind: z.enum(listMailKinds),
  saleId: z.string(),
  visitorId: z.string(),
  admissionId: z.string().optional(),
  reserveNumber: z.int().optional(),
});
export type ListMailPayload = z.output<typeof listMailPayload>;

/** Null: there is nothing to say any more, or nobody to say it to. */
export async function listLetter(
  { db, ring, publicUrl }: Pick<OutboxDeps, 'db' | 'ring' | 'publicUrl'>,
  payload: ListMailPayload,
): Promise<Omit<Mail, 'messageId'> | null> {
  const { kind, saleId, visitorId, admissionId = null, reserveNumber = 0 } = payload;
  const matter = await listMailMatter(db, { saleId, visitorId, admissionId });
  const address = matter && addressOf(ring, matter, saleId, visitorId);
  if (!address || (kind !== 'not_drawn' && matter.claimBy === null)) return null;
  const url = `${publicUrl}/sales/${matter.slug}/line`;
  return { to: { name: '', address }, ...composeListMail({ kind, matter, reserveNumber, url }) };
}

function addressOf(
  ring: KeyRing,
  { listSealed, placeSealed }: ListMailMatter,
  saleId: string,
  visitorId: string,
): string | null {
  if (listSealed !== null) return openListAddress(ring, saleId, visitorId, listSealed);
  return placeSealed === null ? null : openContact(ring, saleId, visitorId, placeSealed);
}

export interface ListMailAsk {
  readonly kind: ListMailPayload['kind'];
  readonly matter: Pick<ListMailMatter, 'title' | 'venue' | 'language' | 'claimBy'>;
  readonly reserveNumber: number;
  readonly url: string;
}

/** Both languages, the reader's first. */
export function composeListMail(ask: ListMailAsk): Pick<Mail, 'subject' | 'text' | 'html'> {
  const { kind, matter, url } = ask;
  const inOrder = [...textLanguages].sort((a) => (a === matter.language ? -1 : 1));
  const said = inOrder.map((language) => ({
    language,
    words: listMailWords[language][kind](factsOf(ask, language)),
  }));
  const where = matter.venue ?? '';
  const parts = said.map(
    ({ language, words: { headline, text, link } }) =>
      html`<section lang="${language}" style="margin:0 0 40px">
<h1 style="font-size:22px;line-height:1.3;margin:0 0 12px">${headline}</h1>
<p style="margin:0 0 16px">${text}</p>
<p style="margin:0 0 20px"><a href="${url}" style="${buttonStyle}">${link}</a></p>
<p style="margin:0;color:#435860">${matter.title}${where && html`<br>${where}`}</p>
</section>`,
  );
  return {
    subject: `${matter.title}: ${said.map(({ words }) => words.headline).join(' · ')}`,
    text: said
      .map(({ words: { text, link } }) =>
        [text, `${link}: ${url}`, [matter.title, where].filter((line) => line !== '').join('\n')].join(
          '\n\n',
        ),
      )
      .join('\n\n---\n\n'),
    html: String(
      html`<!doctype html><html lang="${matter.language}"><body style="${bodyStyle}">
<div style="max-width:560px;margin:0 auto">${parts}</div></body></html>`,
    ),
  };
}

const locales = { ko: 'ko-KR', en: 'en-GB' } as const;
const factsOf = ({ matter, reserveNumber }: ListMailAsk, language: TextLanguage): ListFacts => ({
  title: matter.title,
  until: matter.claimBy === null ? '' : untilText(matter.claimBy, language),
  reserveNumber: new Intl.NumberFormat(locales[language]).format(reserveNumber),
});
