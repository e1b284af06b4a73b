/** What the page without JavaScript says beside the place: what is left, the organiser's words, the draw. */
import { html } from 'hono/html';
import type { SaleMessage } from '../../domain/protocol.ts';
import type { PlainDraw } from './plain-draw.ts';
import { plainLabels } from './plain-labels.ts';
import { fillPlain, type PlainLanguage, priceWords, timeWords } from './plain-language.ts';
import type { PlainFrame } from './plain-page.ts';

type Markup = ReturnType<typeof html>;

export function whatIsLeft({ tiers }: SaleMessage, language: PlainLanguage): Markup {
  const labels = plainLabels[language];
  const chanceOf = (chance: keyof typeof labels.chance | undefined) =>
    chance === undefined
      ? ''
      : html`<small>${fillPlain(labels.chanceAt, { chance: labels.chance[chance] })}</small>`;
  return html`<section aria-labelledby="left">
    <h2 id="left">${labels.left}</h2>
    <table>
      ${tiers.map(
        ({ name, price, availability, chance }) => html`<tr>
          <td>${name}${chanceOf(chance)}</td>
          <td>
            ${priceWords(price.amount, price.currency, language)}<small>${labels.availability[availability]}</small>
          </td>
        </tr>`,
      )}
    </table>
  </section>`;
}

/** In the reader's language where it was written in it. */
export function organiserNote({ message }: SaleMessage, language: PlainLanguage): Markup | string {
  if (!message) return '';
  const written = message[language] === undefined ? (language === 'en' ? 'ko' : 'en') : language;
  const text = message[written];
  if (text === undefined) return '';
  const time = timeWords(Date.parse(message.at), language);
  return html`<section aria-labelledby="news">
    <h2 id="news">${fillPlain(plainLabels[language].news, { time })}</h2>
    <p class="note" lang="${written}">${text}</p>
  </section>`;
}

export function drawNote(
  draw: PlainDraw,
  { slug, publicUrl, language }: Pick<PlainFrame, 'slug' | 'publicUrl' | 'language'>,
): Markup {
  const labels = plainLabels[language];
  const proof = `/api/sales/${slug}/proof`;
  const { provenIndex } = draw;
  const index = provenIndex === null ? '' : ` --index=${provenIndex}`;
  return html`<section aria-labelledby="draw">
    <h2 id="draw">${labels.draw}</h2>
    <p>${labels.drawSeed}</p>
    <p class="code">${draw.seedHash}</p>
    <p>${draw.sentences.join(' ')}</p>
    <p class="acts">
      <a href="${proof}">${labels.drawPublished}</a>
      ${provenIndex === null ? '' : html`<a href="${proof}?index=${provenIndex}">${labels.drawOwn}</a>`}
      <a href="/verify-draw.ts">${labels.drawScript}</a>
    </p>
    <p>${labels.drawCommand}</p>
    <p class="code">node verify-draw.ts ${publicUrl}${proof}${index}</p>
  </section>`;
}
