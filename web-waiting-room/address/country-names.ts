/** The countries by their names in the reader's language, one of them first: where most parcels go. */
import { countries } from '../../domain/countries.ts';
import type { Language } from '../language/choose-language.ts';

export interface CountryName {
  readonly code: string;
  readonly name: string;
}

export function countryNames(language: Language, first: string): readonly CountryName[] {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const named = countries.map((code) => ({ code, name: names.of(code) ?? code }));
  const { compare } = new Intl.Collator(language);
  named.sort((one, other) => compare(one.name, other.name));
  return [...named.filter(({ code }) => code === first), ...named.filter(({ code }) => code !== first)];
}

/** The country in which clocks show the time of this zone; null where the browser does not know. */
export const countryOf = (timeZone: string): string | null =>
  countries.find((code) => zonesOf(code).includes(timeZone)) ?? null;

const zonesOf = (code: string): readonly string[] =>
  new Intl.Locale('und', { region: code }).getTimeZones?.() ?? [];
