/** The language this page speaks now. Changing it rewrites the page in place, keeps the choice and tells other tabs. */
import { effect, signal } from '@preact/signals';
import { keep, kept } from '../browser-storage/keep.ts';
import { chooseLanguage, type InLanguages, type Language } from './choose-language.ts';

const storageKey = 'usher.language';

export const language = signal<Language>(
  chooseLanguage(kept(storageKey), navigator.languages, document.documentElement.lang),
);

effect(() => {
  document.documentElement.lang = language.value;
});

addEventListener('storage', (event) => {
  if (event.key === storageKey) language.value = chooseLanguage(event.newValue, [], language.value);
});

export function speak(choice: Language): void {
  keep(storageKey, choice);
  language.value = choice;
}

/** The words of `texts` in the language spoken now; a component that reads them is drawn again when it changes. */
export const spoken = <T>(texts: InLanguages<T>): T => texts[language.value];
