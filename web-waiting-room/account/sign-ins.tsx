/** Where the account is signed in; each can be ended, or all. */
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { when } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import { now } from '../server-clock/server-clock.ts';
import { askSignedIn, forgetSignIn, signOut } from '../signing-in/signed-in.ts';
import { deviceName } from './device-name.ts';
import { accountWords } from './words.ts';

interface SignInView {
  readonly id: string;
  readonly device: string;
  readonly isThis: boolean;
  readonly createdAt: string;
}

/** `isPanel`: among the panels of a staff page. */
export function SignIns({ isPanel = false }: { readonly isPanel?: boolean }) {
  const words = spoken(accountWords);
  const [items, setItems] = useState<readonly SignInView[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function load(): Promise<void> {
    const answer = await askSignedIn<{ readonly items: readonly SignInView[] }>('GET', '/me/sessions');
    if (answer.ok) setItems(answer.value.items);
    setRefusal(answer.ok ? null : answer.refusal);
  }
  async function end(id: string): Promise<void> {
    const answer = await askSignedIn('DELETE', `/me/sessions/${encodeURIComponent(id)}`);
    if (answer.ok) await load();
    else setRefusal(answer.refusal);
  }
  async function endAll(): Promise<void> {
    const answer = await askSignedIn('POST', '/auth/logout-all');
    if (answer.ok) forgetSignIn();
    else setRefusal(answer.refusal);
  }
  useEffect(() => void load(), []);
  const nameOf = (device: string) => (device === '' ? words.unknown : deviceName(device, language.value));

  return (
    <section
      class={isPanel ? 'panel cols' : undefined}
      aria-labelledby="sign-ins"
      aria-busy={items === null && !refusal}
    >
      <h2 class={isPanel ? undefined : 'h2'} id="sign-ins">
        {words.signIns}
      </h2>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void load()} />}
      <ul class="rows">
        {items?.map(({ id, device, isThis, createdAt }) => (
          <li key={id}>
            <p>
              {isThis ? words.here : nameOf(device)}
              <br />
              <span class="quiet">
                {fill(words.since, { time: when(Date.parse(createdAt), now.value, language.value) })}
              </span>
            </p>
            {!isThis && (
              <button
                type="button"
                class="btn"
                aria-label={`${words.end}: ${nameOf(device)}`}
                onClick={() => void end(id)}
              >
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      <p class="other-ways">
        <button type="button" class="btn" onClick={() => void signOut()}>
          {words.leave}
        </button>
        <button type="button" class="btn" onClick={() => void endAll()}>
          {words.leaveAll}
        </button>
      </p>
    </section>
  );
}
