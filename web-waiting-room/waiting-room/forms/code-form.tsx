/** The code of an invitation (PAG-34): typed before there is a place, or later for a better lane. */
import { useState } from 'preact/hooks';
import { spoken } from '../../language/language.ts';
import type { Refusal } from '../../server/ask.ts';
import type { LineWords } from '../../words/line-words.ts';
import { refusalText } from '../../words/refusal-in-line.ts';
import type { WaitingRoom } from '../waiting-room.ts';
import type { DialogProps } from './dialogs.tsx';
import { Field } from './field.tsx';
import { FormDialog } from './form-dialog.tsx';
import { solve } from './solve.ts';
import { formWords } from './words.ts';

/** What is wrong with the code, or null once it has opened the line. */
async function joinWith(code: string, room: WaitingRoom, lineWords: LineWords): Promise<string | null> {
  const words = spoken(formWords);
  if (code.trim() === '') return words.codeEmpty;
  let refusal: Refusal | null = await room.joinWith({ code: code.trim() });
  // After many guesses from the same network the browser is checked first; it needs nobody for that.
  if (refusal?.code === 'proof_required' && refusal.challenge) {
    const solved = await solve(refusal.challenge, new AbortController().signal);
    if (typeof solved === 'string') {
      // The board asks for the check by itself then, with both ways out of it; the code is kept meanwhile.
      if (room.model.peek().place === null) room.refused(refusal);
      return solved === 'insecure' ? words.checkInsecure : words.checkFailed;
    }
    refusal = await room.joinWith(solved);
  }
  return refusal && refusalText(refusal, lineWords.language);
}

export function CodeForm({ room, words: lineWords }: Omit<DialogProps, 'close'>) {
  const words = spoken(formWords);
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const first = room.model.value.refused;
  // A code that came with the address of the page was refused before anybody typed one.
  const [wrong, setWrong] = useState<string | null>(
    first?.code === 'code_invalid' ? refusalText(first, lineWords.language) : null,
  );

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setWrong(await joinWith(code, room, lineWords));
    setBusy(false);
  }

  return (
    <form class="ask" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={words.code} type="text" value={code} onValue={setCode} complete="off" />
      <p class="wrong" role="alert">
        {wrong}
      </p>
      <button type="submit" class="btn btn-go wide" aria-disabled={isBusy}>
        {isBusy ? words.working : words.codeGo}
      </button>
    </form>
  );
}

export function CodeDialog({ room, words: lineWords, close }: DialogProps) {
  const words = spoken(formWords);
  const [code, setCode] = useState('');
  return (
    <FormDialog
      title={words.codeTitle}
      go={words.codeGo}
      onGo={() => joinWith(code, room, lineWords)}
      close={close}
    >
      <Field
        label={words.code}
        hint={words.codeHint}
        type="text"
        value={code}
        onValue={setCode}
        complete="off"
      />
    </FormDialog>
  );
}
