/** What there is to know about a sale, in the organiser's own words and lines. */
import { spoken } from '../language/language.ts';
import { saleWords } from './words.ts';

export function Details({ text }: { readonly text: string }) {
  if (text === '') return null;
  return (
    <section>
      <h2 class="h2">{spoken(saleWords).details}</h2>
      <p class="told">{text}</p>
    </section>
  );
}
