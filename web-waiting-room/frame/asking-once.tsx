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
  readonly onStay: () => void;
  readonly onGo: () => void;
}

export function AskingOnce({ title, children, stay, go, mayGo = true, onStay, onGo }: AskingOnceProps) {
  const dialog = useModal();
  const id = useId();
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={onStay}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="row">
        <button type="button" class="btn" onClick={onStay}>
          {stay}
        </button>
        <button type="button" class="btn" disabled={!mayGo} onClick={onGo}>
          {go}
        </button>
      </div>
    </dialog>
  );
}
