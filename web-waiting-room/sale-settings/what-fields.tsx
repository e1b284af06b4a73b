/** What a sale is: title, category, place and time, how it looks, and from when that is told. */
import type { ComponentChildren } from 'preact';
import type { CategoryView } from '../../domain/sale.ts';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { dateAndTime, msOf } from '../language/time.ts';
import { treeOptions } from '../ops-catalogue/tree-options.ts';
import { AccentField } from './accent-field.tsx';
import { Field, fieldsOf, type SettingsProps } from './fields.tsx';
import { instantOf } from './settings-draft.ts';
import { TimeZoneField } from './time-zone-field.tsx';
import { settingWords } from './words.ts';

export interface WhatFieldsProps extends SettingsProps {
  readonly tree: readonly CategoryView[];
  /** Right under the title. */
  readonly children?: ComponentChildren;
}

export function WhatFields({ draft, onChange, tree, children }: WhatFieldsProps) {
  const words = spoken(settingWords);
  const { text, moment, choice, area, tick } = fieldsOf({ draft, onChange });
  const there = timeThere(draft.startsAt, draft.timeZone);
  return (
    <>
      <div class="fields">
        {text('title', { required: true, maxLength: 200 })}
        {children}
        <CategoryField {...{ draft, onChange, tree }} />
        {text('venue', { maxLength: 200 })}
        {moment('startsAt', there === null ? {} : { hint: fill(words.there, { time: there }) })}
        <TimeZoneField {...{ draft, onChange }} />
        {choice('picture', words.pictures, { hint: words.pictureHint })}
        <AccentField {...{ draft, onChange }} />
        {moment('hiddenUntil', { hint: words.hiddenUntilHint })}
      </div>
      {area('description', { maxLength: 10_000 })}
      <div>{tick('hideBeforeOpening')}</div>
    </>
  );
}

/** By the clock of the place; null where this one shows the same. */
function timeThere(typed: string, timeZone: string): string | null {
  const ms = msOf(instantOf(typed));
  if (ms === null || timeZone === '') return null;
  const there = dateAndTime(ms, language.value, timeZone);
  return there === dateAndTime(ms, language.value) ? null : there;
}

function CategoryField({ draft, onChange, tree }: Omit<WhatFieldsProps, 'children'>) {
  const words = spoken(settingWords);
  const options = treeOptions(tree, language.value);
  const { category } = draft;
  const isFiled = category === '' || options.some(({ slug }) => slug === category);
  return (
    <Field name="category" label={words.category}>
      <select
        id="category"
        value={category}
        onChange={(event) => onChange({ category: event.currentTarget.value })}
      >
        <option value="">{words.noCategory}</option>
        {!isFiled && <option value={category}>{category}</option>}
        {options.map(({ slug, label }) => (
          <option key={slug} value={slug}>
            {label}
          </option>
        ))}
      </select>
    </Field>
  );
}
