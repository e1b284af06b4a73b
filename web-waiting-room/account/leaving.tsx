/** Everything that is kept about the person, as a file; and the end of the account, once it is said what goes with it. */
import { useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { spoken } from '../language/language.ts';
import { askSignedIn, forgetSignIn } from '../signing-in/signed-in.ts';
import { Input } from './input.tsx';
import { useForm } from './use-form.ts';
import { type Going, lookWhatGoes, WhatGoes } from './what-goes.tsx';
import { accountWords } from './words.ts';

export function Leaving() {
  const words = spoken(accountWords);
  const { fields, set, send, isGoing, refusal } = useForm({ password: '' });
  const [going, setGoing] = useState<Going | null>(null);
  async function look(): Promise<void> {
    setGoing(null);
    const done = await send(lookWhatGoes);
    if (done) setGoing(done.value);
  }
  const isWrong = refusal?.code === 'not_signed_in';
  return (
    <section aria-labelledby="all">
      <h2 class="h2" id="all">
        {words.all}
      </h2>
      <p class="quiet">{words.allSays}</p>
      <p>
        <button type="button" class="btn" disabled={isGoing} onClick={() => void download(send)}>
          {words.download}
        </button>
      </p>
      <details class="panel" onToggle={({ currentTarget }) => void (currentTarget.open && look())}>
        <summary>{words.erase}</summary>
        {!going && !refusal && <p class="quiet">{words.moment}</p>}
        {!going && refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
        {going && (
          <form
            class="cols"
            onSubmit={(event) => {
              event.preventDefault();
              void send(() => askSignedIn('DELETE', '/me', { body: fields })).then(
                (done) => done && forgetSignIn(),
              );
            }}
          >
            <WhatGoes going={going} />
            <p>{words.eraseSure}</p>
            {isWrong ? (
              <p class="refusal" role="alert">
                {words.wrong}
              </p>
            ) : (
              refusal && <RefusalNote refusal={refusal} />
            )}
            <Input
              id="erase-password"
              type="password"
              label={words.password}
              autoComplete="current-password"
              value={fields.password}
              onText={set('password')}
            />
            <p>
              <button type="submit" class="btn" disabled={isGoing}>
                {words.erase}
              </button>
            </p>
          </form>
        )}
      </details>
    </section>
  );
}

async function download(send: ReturnType<typeof useForm>['send']): Promise<void> {
  const done = await send(() => askSignedIn<unknown>('GET', '/me/export'));
  if (!done) return;
  const file = new Blob([JSON.stringify(done.value, null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'my-account.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
