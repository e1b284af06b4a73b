/** The kinds of fields that the forms of a sale's settings are made of. Each field has the name of its setting. */
import type { ComponentChildren } from 'preact';
import { saleBounds } from '../../domain/sale-defaults.ts';
import { spoken } from '../language/language.ts';
import type { NameOf, SettingName, SettingsDraft } from './settings-draft.ts';
import { settingWords } from './words.ts';

export interface SettingsProps {
  readonly draft: SettingsDraft;
  readonly onChange: (change: Partial<SettingsDraft>) => void;
}

type NumberName = NameOf<'number' | 'numberOrNone'>;
type TextName = Exclude<SettingName, NameOf<'tick'>>;
interface Shape {
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly hint?: string;
}

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: ComponentChildren;
}

/** What it is called, the field itself, and a word under it, which the field names with `hintOf`. */
export function Field({ name, label, hint, children }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children}
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </div>
  );
}
export const hintOf = (name: string, hint: string | undefined) =>
  hint ? { 'aria-describedby': `${name}-hint` } : {};

export function fieldsOf({ draft, onChange }: SettingsProps) {
  const words = spoken(settingWords);
  const take = (name: TextName) => (event: { currentTarget: { value: string } }) =>
    onChange({ [name]: event.currentTarget.value });
  return {
    text: (name: NameOf<'text' | 'textOrNone'>, { hint, ...shape }: Shape = {}) => (
      <Field {...{ name, hint }} label={words[name]}>
        <input
          type="text"
          id={name}
          {...shape}
          {...hintOf(name, hint)}
          value={draft[name]}
          onInput={take(name)}
        />
      </Field>
    ),
    area: (name: 'description' | 'embedOrigins', { hint, ...shape }: Shape = {}) => (
      <div class="whole">
        <Field {...{ name, hint }} label={words[name]}>
          <textarea
            id={name}
            rows={name === 'description' ? 5 : 2}
            {...shape}
            {...hintOf(name, hint)}
            value={draft[name]}
            onInput={take(name)}
          />
        </Field>
      </div>
    ),
    moment: (name: NameOf<'moment'>, { hint }: Pick<Shape, 'hint'> = {}) => (
      <Field {...{ name, hint }} label={words[name]}>
        <input
          type="datetime-local"
          id={name}
          {...hintOf(name, hint)}
          value={draft[name]}
          onInput={take(name)}
        />
      </Field>
    ),
    number: (name: NumberName, { hint, ...shape }: Shape = {}) => (
      <Field {...{ name, hint }} label={words[name]}>
        <input
          type="number"
          inputMode="numeric"
          id={name}
          min={saleBounds[name][0]}
          max={saleBounds[name][1]}
          {...shape}
          {...hintOf(name, hint)}
          value={draft[name]}
          onInput={take(name)}
        />
      </Field>
    ),
    choice: (
      name: NameOf<'text' | 'textOrNone'>,
      options: Readonly<Record<string, string>>,
      { hint }: Pick<Shape, 'hint'> = {},
    ) => (
      <Field {...{ name, hint }} label={words[name]}>
        <select id={name} {...hintOf(name, hint)} value={draft[name]} onChange={take(name)}>
          {!(draft[name] in options) && <option value={draft[name]}>{draft[name]}</option>}
          {Object.entries(options).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Field>
    ),
    tick: (name: NameOf<'tick'>) => (
      <label class="pick">
        <input
          type="checkbox"
          id={name}
          checked={draft[name]}
          onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
        />
        {words[name]}
      </label>
    ),
  };
}
