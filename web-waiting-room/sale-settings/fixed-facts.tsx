/** What was promised when a sale was published, and stays. */
import type { StaffSaleView } from '../../domain/sale.ts';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import { isAsked, isFixed, type SettingName, settingNames } from './settings-draft.ts';
import { settingWords } from './words.ts';

export function FixedFacts({ sale }: { readonly sale: StaffSaleView }) {
  const words = spoken(settingWords);
  const names = settingNames.filter((name) => isFixed(name, sale.state) && isAsked(name, sale));
  return (
    <section class="fixed" aria-labelledby="fixed">
      <h3 id="fixed">{words.fixed}</h3>
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt>{labelOf(name)}</dt>
            <dd>{saidOf(name, sale)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Without the bracket that a field has: here nothing is optional any more. */
const labelOf = (name: SettingName): string => spoken(settingWords)[name].replace(/ \([^)]*\)$/, '');

function saidOf(name: SettingName, sale: StaffSaleView): string {
  const words = spoken(settingWords);
  switch (name) {
    case 'mode':
      return words.modes[sale.mode];
    case 'lobby':
      return words.lobbies[sale.lobby];
    case 'audience':
      return words.audiences[sale.audience];
    case 'fulfilment':
      return words.fulfilments[sale.fulfilment];
    default: {
      const value = sale[name as 'opensAt' | 'registrationClosesAt' | 'winners' | 'claimHours'];
      if (typeof value === 'number') return count(value, language.value);
      const ms = msOf(value);
      return ms === null ? words.none : dateAndTime(ms, language.value);
    }
  }
}
