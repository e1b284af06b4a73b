/** A question in a dialog, asked once before something that cannot be taken back. The safe answer stands first. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useModal } from './use-modal.ts';

export interface AskingOnceProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly stay: string;
  readonly go: string;
  /** False while something is missing that the act needs. */
  readonly mayGo?: boolean;
  /** Nothing has to be filled in: the reader begins at the safe answer, and no keyboard covers it. */
  readonly isFieldOptional?: boolean;
  readonly onStay: () => void;
  readonly onGo: () => void;
}

export function AskingOnce(props: AskingOnceProps) {
  const { title, children, stay, go, mayGo = true, isFieldOptional = false, onStay, onGo } = props;
  const dialog = useModal();
  const id = useId();
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={onStay}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="row">
        <button type="button" class="btn" autofocus={isFieldOptional} onClick={onStay}>
          {stay}
        </button>
        <button type="button" class="btn" disabled={!mayGo} onClick={onGo}>
          {go}
        </button>
      </div>
    </dialog>
  );
}
