/** Rate and floor, with what they would change, and a button that names the act. */
import { useState } from 'preact/hooks';
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import { fill } from '../../language/fill.ts';
import { language, spoken } from '../../language/language.ts';
import { count } from '../../language/money.ts';
import { type Acting, withReason } from './acting.ts';
import { NumberStepper } from './number-stepper.tsx';
import { type Pace, paceChange, pacePreview } from './preview.ts';
import { PreviewTable } from './preview-table.tsx';
import { steerWords } from './words.ts';

export function PaceForm({ snapshot, acting }: { readonly snapshot: OpsSnapshot; readonly acting: Acting }) {
  const words = spoken(steerWords);
  const { sale } = snapshot;
  /** Only what this operator touched; what somebody else sets meanwhile is not overwritten. */
  const [wish, setWish] = useState<Partial<Pace>>({});
  const [reason, setReason] = useState('');
  const whole: Pace = { admitPerMinute: sale.admitPerMinute, floorMax: sale.floorMax, ...wish };
  const change = paceChange(sale, whole);

  async function submit(): Promise<void> {
    if (change === null) return;
    if (await acting.act('PATCH', '', { ...change, ...withReason(reason) })) {
      setWish({});
      setReason('');
    }
  }

  return (
    <form
      class="cols"
      aria-label={words.pace}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div class="two">
        <NumberStepper
          id="rate"
          label={words.rate}
          value={whole.admitPerMinute}
          onNumber={(admitPerMinute) => setWish({ ...wish, admitPerMinute })}
        />
        <NumberStepper
          id="floor"
          label={words.floor}
          value={whole.floorMax}
          onNumber={(floorMax) => setWish({ ...wish, floorMax })}
        />
      </div>
      {change && <PreviewTable rows={pacePreview(snapshot, whole, language.value)} />}
      <div class="field">
        <label for="why">{words.reason}</label>
        <input
          id="why"
          maxLength={300}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </div>
      <button class="btn btn-go wide" type="submit" disabled={change === null || acting.isBusy.value}>
        {acting.isBusy.value ? words.working : nameOf(change, whole)}
      </button>
    </form>
  );
}

function nameOf(change: Partial<Pace> | null, whole: Pace): string {
  const words = spoken(steerWords);
  if (change === null) return words.unchanged;
  const facts = {
    rate: count(whole.admitPerMinute, language.value),
    floor: count(whole.floorMax, language.value),
  };
  if (change.floorMax === undefined) return fill(words.setRate, facts);
  return fill(change.admitPerMinute === undefined ? words.setFloor : words.setBoth, facts);
}
