/** An address as it is read on a parcel, line by line; and the same under a word that says what it is. */
import { type PostalAddress, postalFields } from '../../domain/postal-address.ts';
import type { Language } from '../language/choose-language.ts';
import { language, spoken } from '../language/language.ts';

const labels = { en: { to: 'Goes by post to' }, ko: { to: '받는 곳' } };

export function PostalLines({ address }: { readonly address: PostalAddress }) {
  const { postalCode, city, country } = address;
  const texts = {
    ...address,
    city: `${postalCode} ${city}`,
    postalCode: undefined,
    country: countryName(country, language.value),
  };
  return (
    <address class="postal">
      {postalFields.map((field) => texts[field] && <span key={field}>{texts[field]}</span>)}
    </address>
  );
}

export function GoesTo({ address }: { readonly address: PostalAddress }) {
  return (
    <div class="quiet small">
      <p>
        <b>{spoken(labels).to}</b>
      </p>
      <PostalLines address={address} />
    </div>
  );
}

const countryName = (code: string, lang: Language): string =>
  new Intl.DisplayNames(lang, { type: 'region' }).of(code) ?? code;
