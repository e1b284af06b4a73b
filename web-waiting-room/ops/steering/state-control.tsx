/** Open, pause, go on, close: each opens a dialog with its effect and the very words that visitors will read. */
import { useState } from 'preact/hooks';
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import { spoken } from '../../language/language.ts';
import type { Acting } from './acting.ts';
import { canDo, type StateAct } from './preview.ts';
import { StateDialog } from './state-dialog.tsx';
import { steerWords } from './words.ts';

export function StateControl({
  snapshot,
  acting,
}: {
  readonly snapshot: OpsSnapshot;
  readonly acting: Acting;
}) {
  const words = spoken(steerWords);
  const [asking, setAsking] = useState<StateAct | null>(null);
  const { state } = snapshot.sale;
  const isBefore = state === 'draft' || state === 'lobby';
  const first: StateAct = state === 'paused' ? 'resume' : 'open';
  const buttons: { act: StateAct; label: string; isOn: boolean }[] = [
    {
      act: first,
      label: state === 'paused' ? words.resume : isBefore ? words.openNow : words.open,
      isOn: state === 'open' || state === 'soldOut',
    },
    { act: 'pause', label: state === 'paused' ? words.paused : words.pause, isOn: state === 'paused' },
    { act: 'close', label: state === 'closed' ? words.closed : words.close, isOn: state === 'closed' },
  ];
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would ask for a legend on screen */}
      <div class="seg" role="group" aria-label={words.state}>
        {buttons.map(({ act, label, isOn }) => (
          <button
            key={act}
            class="btn"
            type="button"
            aria-pressed={isOn}
            disabled={!canDo(state, act) && !isOn}
            onClick={() => canDo(state, act) && setAsking(act)}
          >
            {label}
          </button>
        ))}
      </div>
      {asking && (
        <StateDialog snapshot={snapshot} act={asking} acting={acting} onClose={() => setAsking(null)} />
      )}
    </>
  );
}
