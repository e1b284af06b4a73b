/** A question in a dialog, asked once before something that cannot be taken back. The safe answer stands first. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface AskingOnceProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly stay: string;
  readonly go: string;
  readonly onStay: () => void;
  readonly onGo: () => void;
}

export function AskingOnce({ title, children, stay, go, onStay, onGo }: AskingOnceProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={onStay}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="row">
        <button type="button" class="btn" onClick={onStay}>
          {stay}
        </button>
        <button type="button" class="btn" onClick={onGo}>
          {go}
        </button>
      </div>
    </dialog>
  );
}
