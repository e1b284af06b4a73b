/** A small form in a dialog: a title, what it means, fields, and two buttons. The native dialog keeps the focus inside. */
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useModal } from '../../frame/use-modal.ts';
import { spoken } from '../../language/language.ts';
import { formWords } from './words.ts';

export interface FormDialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Left out where there is nothing to do but to read. */
  readonly go?: string;
  /** Resolves to what is wrong, or to null when it is done. */
  readonly onGo?: () => Promise<string | null>;
  readonly close: () => void;
}

export function FormDialog({ title, children, go, onGo, close }: FormDialogProps) {
  const dialog = useModal();
  const [wrong, setWrong] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const words = spoken(formWords);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy || !onGo) return;
    setBusy(true);
    const why = await onGo();
    setBusy(false);
    setWrong(why);
    if (why === null) close();
  }

  return (
    <dialog ref={dialog} aria-labelledby={id} onCancel={close}>
      <form class="ask" onSubmit={(event) => void submit(event)} noValidate>
        <h2 id={id}>{title}</h2>
        {children}
        <p class="wrong" role="alert">
          {wrong}
        </p>
        <div class="row">
          {go && (
            <button type="submit" class="btn btn-go" aria-disabled={isBusy}>
              {isBusy ? words.working : go}
            </button>
          )}
          <button type="button" class="btn" onClick={close}>
            {go ? words.cancel : words.close}
          </button>
        </div>
      </form>
    </dialog>
  );
}
