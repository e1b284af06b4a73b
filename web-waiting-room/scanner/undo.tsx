/** Taking the last check-in back: asked once, with the reason that the journal keeps. */
import { useState } from 'preact/hooks';
import { useModal } from '../frame/use-modal.ts';
import { spoken } from '../language/language.ts';
import { scannerWords } from './words.ts';

export interface UndoProps {
  readonly onUndo: (reason: string) => Promise<boolean>;
  readonly onEnd: () => void;
}

export function Undo({ onUndo, onEnd }: UndoProps) {
  const words = spoken(scannerWords);
  const dialog = useModal();
  const [reason, setReason] = useState('');
  const [hasFailed, setFailed] = useState(false);
  return (
    <dialog ref={dialog} aria-labelledby="undo" onCancel={onEnd}>
      <h2 id="undo">{words.undoTitle}</h2>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void onUndo(reason).then((isDone) => (isDone ? onEnd() : setFailed(true)));
        }}
      >
        <p>{words.undoText}</p>
        {hasFailed && <p role="alert">{words.undoFailed}</p>}
        <div class="field">
          <label for="reason">{words.undoWhy}</label>
          <input
            id="reason"
            required
            maxLength={300}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        <div class="row">
          <button type="button" class="btn" onClick={onEnd}>
            {words.keep}
          </button>
          <button type="submit" class="btn">
            {words.undoNow}
          </button>
        </div>
      </form>
    </dialog>
  );
}
