/** Settings that an operator may change while people wait: autopilot, codes, lanes, the reserve list, frames (OPS-5). */
import { useState } from 'preact/hooks';
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import { language, spoken } from '../../language/language.ts';
import { type Acting, withReason } from './acting.ts';
import { PreviewTable } from './preview-table.tsx';
import { originsIn, type Settings, settingsChange, settingsNow, settingsPreview } from './settings-change.ts';
import { settingsWords } from './settings-words.ts';

export interface SettingsFormProps {
  readonly snapshot: OpsSnapshot;
  readonly acting: Acting;
}

export function SettingsForm({ snapshot, acting }: SettingsFormProps) {
  const words = spoken(settingsWords);
  /** Only what this operator touched; what somebody else sets meanwhile is not overwritten. */
  const [wish, setWish] = useState<Partial<Settings>>({});
  const [sites, setSites] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const now = settingsNow(snapshot);
  const whole: Settings = { ...now, ...wish };
  const change = settingsChange(now, whole);

  async function submit(): Promise<void> {
    if (change === null) return;
    if (await acting.act('PATCH', '', { ...change, ...withReason(reason) })) {
      setWish({});
      setSites(null);
      setReason('');
    }
  }

  const tick = (name: 'autopilot' | 'codeRequired') => (
    <label class="pick">
      <input
        type="checkbox"
        checked={whole[name]}
        onChange={(event) => setWish({ ...wish, [name]: event.currentTarget.checked })}
      />
      {words[name]}
    </label>
  );
  const number = (name: 'priorityShare' | 'reserveHours', max: number, min: number) => (
    <div class="field">
      <label for={name}>{words[name]}</label>
      <input
        id={name}
        type="number"
        inputMode="numeric"
        required
        min={min}
        max={max}
        value={whole[name]}
        onInput={(event) => setWish({ ...wish, [name]: event.currentTarget.valueAsNumber || 0 })}
      />
    </div>
  );
  return (
    <details>
      <summary>{words.title}</summary>
      <form
        class="cols"
        aria-label={words.title}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div>
          {tick('autopilot')}
          {tick('codeRequired')}
        </div>
        {number('priorityShare', 90, 0)}
        {number('reserveHours', 336, 1)}
        <div class="field">
          <label for="embedOrigins">{words.embedOrigins}</label>
          <textarea
            id="embedOrigins"
            rows={2}
            aria-describedby="embed-hint"
            value={sites ?? now.embedOrigins.join('\n')}
            onInput={({ currentTarget: { value } }) => {
              setSites(value);
              setWish({ ...wish, embedOrigins: originsIn(value) });
            }}
          />
          <small id="embed-hint">{words.embedHint}</small>
        </div>
        {change && <PreviewTable rows={settingsPreview(now, whole, language.value)} />}
        <div class="field">
          <label for="settings-why">{words.reason}</label>
          <input
            id="settings-why"
            maxLength={300}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        <button class="btn wide" type="submit" disabled={change === null || acting.isBusy.value}>
          {acting.isBusy.value ? words.working : change === null ? words.unchanged : words.go}
        </button>
      </form>
    </details>
  );
}
