/** A word to everybody who waits, in both languages. */
import { useState } from 'preact/hooks';
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import { fill } from '../../language/fill.ts';
import { language, spoken } from '../../language/language.ts';
import { count } from '../../language/money.ts';
import { everybodyIn } from '../everybody.ts';
import type { Acting } from './acting.ts';
import { steerWords } from './words.ts';

const lettersMax = 500;

export function MessageForm({
  snapshot,
  acting,
}: {
  readonly snapshot: OpsSnapshot;
  readonly acting: Acting;
}) {
  const words = spoken(steerWords);
  const sent = snapshot.sale.message;
  /** Null until touched: until then the fields show what stands. */
  const [wish, setWish] = useState<{ readonly en: string; readonly ko: string } | null>(null);
  const text = wish ?? { en: sent?.en ?? '', ko: sent?.ko ?? '' };
  const [en, ko] = [text.en.trim(), text.ko.trim()];
  const everybody = count(everybodyIn(snapshot.line), language.value);
  const isChanged = en !== (sent?.en ?? '') || ko !== (sent?.ko ?? '');
  const takesAway = en === '' && ko === '' && sent !== null;

  async function submit(): Promise<void> {
    if (await acting.act('POST', '/message', { ...(en && { en }), ...(ko && { ko }) })) setWish(null);
  }

  return (
    <form
      class="cols"
      aria-label={fill(words.message, { n: everybody })}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <fieldset class="cols">
        <legend>{fill(words.message, { n: everybody })}</legend>
        {(['en', 'ko'] as const).map((choice) => (
          <div class="field" key={choice}>
            <label for={`message-${choice}`}>{choice === 'en' ? words.english : words.korean}</label>
            <textarea
              id={`message-${choice}`}
              lang={choice}
              rows={2}
              maxLength={lettersMax}
              value={text[choice]}
              onInput={(event) => setWish({ ...text, [choice]: event.currentTarget.value })}
            />
          </div>
        ))}
      </fieldset>
      <p class="hint">{hintOf(en, ko)}</p>
      <button class="btn wide" type="submit" disabled={!isChanged || acting.isBusy.value}>
        {takesAway ? words.take : isChanged ? fill(words.send, { n: everybody }) : words.noMessage}
      </button>
    </form>
  );
}

function hintOf(en: string, ko: string): string {
  const words = spoken(steerWords);
  if (en === '' && ko === '') return words.bothMissing;
  if (en !== '' && ko !== '') return '';
  return fill(words.oneMissing, { language: en === '' ? words.english : words.korean });
}
