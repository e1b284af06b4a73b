/**
 * Which language a page speaks (PAG-11): the visitor's stored choice, else the browser's wish, else what
 * the page came in.
 */

export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

/** One text in each language; the compiler misses none. */
export type InLanguages<T> = Readonly<Record<Language, T>>;

const asLanguage = (tag: string | null | undefined): Language | null =>
  languages.find((language) => tag?.toLowerCase().split('-')[0] === language) ?? null;

/** `wished` are the browser's languages, best first; the first one that we speak counts. */
export function chooseLanguage(
  stored: string | null,
  wished: readonly string[],
  page: string | null,
): Language {
  const wish = wished.map(asLanguage).find((language) => language !== null);
  return asLanguage(stored) ?? wish ?? asLanguage(page) ?? 'en';
}
