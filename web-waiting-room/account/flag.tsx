/** Whose account is flagged reads here why, says what is wrong about it, and reads the answer. Nothing where it is not. */
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { flagWords } from './flag-words.ts';
import { useForm } from './use-form.ts';

interface Flag {
  readonly state: 'flagged' | 'appealed' | 'kept' | 'lifted';
  readonly reason: string;
  readonly appeal: string | null;
  readonly answer: string | null;
}

export function FlagPart() {
  const words = spoken(flagWords);
  const [flag, setFlag] = useState<Flag | null>(null);
  const { fields, set, send, isGoing, refusal } = useForm({ text: '' });
  useEffect(() => {
    void askSignedIn<{ flag: Flag | null }>('GET', '/me/flag').then(
      (answer) => answer.ok && setFlag(answer.value.flag),
    );
  }, []);
  if (flag === null) return null;

  async function appeal(): Promise<void> {
    const done = await send(() =>
      askSignedIn<{ flag: Flag | null }>('POST', '/me/flag/appeal', { body: fields }),
    );
    if (done) setFlag(done.value.flag);
  }
  return (
    <section class="panel" aria-labelledby="flag">
      <h2 class="h2" id="flag">
        {words[flag.state]}
      </h2>
      {flag.state !== 'lifted' && <p>{words.means}</p>}
      <p>{fill(words.reason, { text: flag.reason })}</p>
      {flag.appeal !== null && <p>{fill(words.yourAppeal, { text: flag.appeal })}</p>}
      {flag.answer !== null && <p>{fill(words.answer, { text: flag.answer })}</p>}
      {flag.state === 'flagged' && (
        <form
          class="cols"
          onSubmit={(event) => {
            event.preventDefault();
            void appeal();
          }}
        >
          {refusal && <RefusalNote refusal={refusal} />}
          <div class="field">
            <label for="appeal">{words.appeal}</label>
            <textarea
              id="appeal"
              required
              rows={4}
              maxLength={2_000}
              aria-describedby="appeal-hint"
              value={fields.text}
              onInput={({ currentTarget: { value } }) => set('text')(value)}
            />
            <small id="appeal-hint">{words.appealSays}</small>
          </div>
          <p>
            <button type="submit" class="btn" disabled={isGoing}>
              {words.send}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}
