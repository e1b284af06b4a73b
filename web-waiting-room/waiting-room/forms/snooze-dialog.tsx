/** How many others may go first (PAG-32): only as many as stand behind, each with the time it is likely to take. */
import { useState } from 'preact/hooks';
import type { Language } from '../../language/choose-language.ts';
import { waitRange } from '../../language/duration.ts';
import { fill } from '../../language/fill.ts';
import { spoken } from '../../language/language.ts';
import { count } from '../../language/money.ts';
import { refusalText } from '../../words/refusal-in-line.ts';
import { aheadOf, estimateOf, type LineModel } from '../line-model.ts';
import type { DialogProps } from './dialogs.tsx';
import { FormDialog } from './form-dialog.tsx';
import { formWords } from './words.ts';

const choices = [10, 50, 200, 1_000, 5_000];

/** Behind somebody who lets others pass stand at most those who wait. */
const behindOf = (model: LineModel): number => Math.max(0, (model.waiting ?? 0) - (aheadOf(model) ?? 0) - 1);

export function SnoozeDialog({ room, words: lineWords, close }: DialogProps) {
  const words = spoken(formWords);
  const model = room.model.value;
  const behind = behindOf(model);
  const offered = choices.filter((n) => n < behind);
  const all = behind > 0 && behind <= (choices.at(-1) ?? 0) ? [...offered, behind] : offered;
  // What was offered first stays: the line moves while somebody reads.
  const [open] = useState(all);
  const [letPass, setLetPass] = useState(open[0] ?? 0);
  if (open.length === 0)
    return (
      <FormDialog title={words.snoozeTitle} close={close}>
        <p>{words.snoozeNobody}</p>
      </FormDialog>
    );

  async function send(): Promise<string | null> {
    const refusal = await room.act('snooze', { letPass });
    return refusal && refusalText(refusal, lineWords.language);
  }

  return (
    <FormDialog title={words.snoozeTitle} go={words.snoozeGo} onGo={send} close={close}>
      <p id="snooze-text">{words.snoozeText}</p>
      <fieldset aria-describedby="snooze-text">
        <legend class="sr">{words.snoozeTitle}</legend>
        {open.map((n) => (
          <label class="pick" key={n}>
            <input type="radio" name="pass" checked={n === letPass} onChange={() => setLetPass(n)} />
            <span>
              <b>{fill(words.snoozeOne, { n: count(n, lineWords.language) })}</b>{' '}
              <span class="quiet small">{timeFor(n, model, lineWords.language)}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}

function timeFor(n: number, model: LineModel, language: Language): string {
  const estimate = estimateOf(model);
  if (estimate === null || estimate.atAhead <= 0) return '';
  const each = n / estimate.atAhead;
  return waitRange(estimate.fromSeconds * each, estimate.toSeconds * each, language);
}
