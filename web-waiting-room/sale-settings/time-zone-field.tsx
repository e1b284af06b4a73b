/** The time zone of a sale, by continent, with its name in words; and by whose clock this page's times are typed. */
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { dateAndTime, zone } from '../language/time.ts';
import { serverNowMs } from '../server-clock/server-clock.ts';
import { Field, hintOf, type SettingsProps } from './fields.tsx';
import { settingWords } from './words.ts';

/** Where this browser believes to be. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const known = Intl.supportedValuesOf('timeZone').filter((name) => name.includes('/'));
const continentOf = (name: string): string => name.slice(0, name.indexOf('/'));
const continents = [...new Set(known.map(continentOf))];

/** Asia/Seoul → Seoul; America/Argentina/Buenos_Aires → Buenos Aires, Argentina. */
const cityOf = (name: string): string => name.split('/').slice(1).reverse().join(', ').replaceAll('_', ' ');

export function TimeZoneField({ draft: { timeZone }, onChange }: SettingsProps) {
  const words = spoken(settingWords);
  const nowMs = serverNowMs();
  const spokenNow = language.value;
  const isOwn = dateAndTime(nowMs, spokenNow, timeZone) === dateAndTime(nowMs, spokenNow);
  const hint = [
    fill(words.zoneHint, { zone: zone(spokenNow, timeZone, nowMs) }),
    ...(isOwn ? [] : [fill(words.ownClock, { zone: zone(spokenNow, undefined, nowMs) })]),
  ].join(' ');
  return (
    <Field name="timeZone" label={words.timeZone} hint={hint}>
      <select
        id="timeZone"
        {...hintOf('timeZone', hint)}
        value={timeZone}
        onChange={(event) => onChange({ timeZone: event.currentTarget.value })}
      >
        {!known.includes(timeZone) && timeZone !== 'UTC' && <option value={timeZone}>{timeZone}</option>}
        <option value="UTC">UTC</option>
        {continents.map((continent) => (
          <optgroup key={continent} label={continent}>
            {known
              .filter((name) => continentOf(name) === continent)
              .map((name) => (
                <option key={name} value={name}>
                  {cityOf(name)}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}
