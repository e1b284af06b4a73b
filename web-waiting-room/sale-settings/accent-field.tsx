/** A colour of the sale's own, or the house's. A field for colours cannot be empty, so a tick says whether there is one. */
import { spoken } from '../language/language.ts';
import { Field, hintOf, type SettingsProps } from './fields.tsx';
import { settingWords } from './words.ts';

/** What the choice begins with: the house's own (style/tokens.css). */
const houseAccent = '#ffc247';

export function AccentField({ draft: { accent }, onChange }: SettingsProps) {
  const words = spoken(settingWords);
  return (
    <div class="cols">
      <label class="pick">
        <input
          type="checkbox"
          checked={accent !== ''}
          onChange={(event) => onChange({ accent: event.currentTarget.checked ? houseAccent : '' })}
        />
        {words.hasAccent}
      </label>
      {accent !== '' && (
        <Field name="accent" label={words.accent} hint={words.accentHint}>
          <input
            type="color"
            id="accent"
            {...hintOf('accent', words.accentHint)}
            value={accent}
            onInput={(event) => onChange({ accent: event.currentTarget.value })}
          />
        </Field>
      )}
    </div>
  );
}
