/** The fields of a new sale above its tiers. */
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { SaleDraft } from './new-sale.ts';
import { opsListWords } from './words.ts';

type TickName = 'codeRequired' | 'autopilot' | 'hideBeforeOpening';
type TextName = Exclude<keyof SaleDraft, 'tiers' | TickName>;

export interface SaleFieldsProps {
  readonly draft: SaleDraft;
  readonly onChange: (change: Partial<SaleDraft>) => void;
}

interface Shape {
  readonly required?: boolean;
  readonly pattern?: string;
  readonly inputMode?: 'numeric';
  readonly hint?: string;
}

export function SaleFields({ draft, onChange }: SaleFieldsProps) {
  const words = spoken(opsListWords);
  const labels: Partial<Record<TextName, string>> = {
    ...words,
    title: words.name,
    startsAt: words.startsAt,
  } as never;
  const text = (name: TextName, { hint, ...shape }: Shape = {}) => (
    <div class="field">
      <label for={name}>{labels[name]}</label>
      <input
        type="text"
        id={name}
        value={draft[name]}
        {...shape}
        {...(hint && { 'aria-describedby': `${name}-hint` })}
        onInput={(event) => onChange({ [name]: event.currentTarget.value })}
      />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </div>
  );
  const moment = (
    name: 'startsAt' | 'opensAt' | 'closesAt' | 'registrationClosesAt' | 'hiddenUntil',
    hint?: string,
  ) => (
    <div class="field">
      <label for={name}>{labels[name]}</label>
      <input
        type="datetime-local"
        id={name}
        value={draft[name]}
        {...(hint && { 'aria-describedby': `${name}-hint` })}
        onInput={(event) => onChange({ [name]: event.currentTarget.value })}
      />
      {hint && <small id={`${name}-hint`}>{hint}</small>}
    </div>
  );
  const choice = (name: TextName, options: Readonly<Record<string, string>>) => (
    <div class="field">
      <label for={name}>{labels[name]}</label>
      <select
        id={name}
        value={draft[name]}
        onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      >
        {Object.entries(options).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
  const tick = (name: TickName) => (
    <label class="pick">
      <input
        type="checkbox"
        checked={draft[name]}
        onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
      />
      {words[name]}
    </label>
  );
  const isRaffle = draft.mode === 'raffle';
  const number: Shape = { inputMode: 'numeric', pattern: '[0-9]+' };
  return (
    <div class="fields">
      {text('title', { required: true })}
      {text('slug', {
        required: true,
        pattern: '[a-z0-9]+(-[a-z0-9]+)*',
        hint: fill(words.slugHint, { slug: draft.slug || '…' }),
      })}
      {text('category')}
      {text('venue')}
      {moment('startsAt')}
      {choice('picture', words.pictures)}
      {choice('mode', words.modes)}
      {draft.mode === 'line' && choice('lobby', words.lobbies)}
      {choice('audience', words.audiences)}
      {moment('opensAt', isRaffle ? words.raffleOpensHint : words.opensHint)}
      {isRaffle && moment('registrationClosesAt', words.registrationHint)}
      {isRaffle && text('winners', { ...number, required: true })}
      {isRaffle && text('claimHours', { ...number, hint: words.claimHoursHint })}
      {moment('closesAt')}
      {moment('hiddenUntil', words.hiddenHint)}
      {text('perVisitorMax', number)}
      {text('admitPerMinute', number)}
      {text('floorMax', number)}
      {choice('currency', { KRW: 'KRW', EUR: 'EUR', USD: 'USD' })}
      <details class="whole">
        <summary>{words.further}</summary>
        <div class="fields">
          {choice('fulfilment', words.fulfilments)}
          {text('passMinutes', { ...number, hint: words.passMinutesHint })}
          {text('claimSeconds', { ...number, hint: words.claimSecondsHint })}
          {text('holdMinutes', { ...number, hint: words.holdMinutesHint })}
          {text('priorityShare', { ...number, hint: words.priorityShareHint })}
          {text('reserveHours', { ...number, hint: words.reserveHoursHint })}
          <div class="field whole">
            <label for="embedOrigins">{words.embedOrigins}</label>
            <textarea
              id="embedOrigins"
              rows={2}
              aria-describedby="embed-hint"
              value={draft.embedOrigins}
              onInput={(event) => onChange({ embedOrigins: event.currentTarget.value })}
            />
            <small id="embed-hint">{words.embedHint}</small>
          </div>
          <div class="whole">
            {tick('autopilot')}
            {tick('codeRequired')}
            {tick('hideBeforeOpening')}
          </div>
        </div>
      </details>
      <div class="field whole">
        <label for="description">{words.description}</label>
        <textarea
          id="description"
          rows={3}
          value={draft.description}
          onInput={(event) => onChange({ description: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}
