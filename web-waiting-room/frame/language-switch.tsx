/** The way to the other language, named in that language. */
import { languages } from '../language/choose-language.ts';
import { language, speak, spoken } from '../language/language.ts';

const names = { en: 'English', ko: '한국어' };
const labels = { en: 'Language', ko: '언어' };

export function LanguageSwitch() {
  const others = languages.filter((choice) => choice !== language.value);
  return (
    <nav aria-label={spoken(labels)}>
      {others.map((choice) => (
        <button type="button" class="tap" lang={choice} key={choice} onClick={() => speak(choice)}>
          {names[choice]}
        </button>
      ))}
    </nav>
  );
}
