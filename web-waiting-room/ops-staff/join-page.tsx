/** What an invitation leads to. Its code stands behind the # of the address and goes to the server in the form alone. */
import { useState } from 'preact/hooks';
import { Input } from '../account/input.tsx';
import { useForm } from '../account/use-form.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { spoken } from '../language/language.ts';
import { ask } from '../server/ask.ts';
import { StaffHeader } from '../staff/staff-header.tsx';
import { staffWords } from './words.ts';

export function JoinPage() {
  const words = spoken(staffWords);
  const { fields, set, send, isGoing, refusal } = useForm({ name: '', password: '' });
  const [isIn, setIn] = useState(false);
  const shown = new URLSearchParams(location.hash.slice(1));
  const invitation = shown.get('invitation');
  const code = shown.get('code');
  const isBad = invitation === null || code === null || refusal?.code === 'code_invalid';
  document.title = `${words.join} · Usher`;

  async function join(): Promise<void> {
    const body = { invitation, code, ...fields };
    if (await send(() => ask('POST', '/auth/staff/join', { body }))) setIn(true);
  }
  return (
    <>
      <StaffHeader />
      <main class="page sign-in cols" id="main">
        <h1 class="h1">{isIn ? words.joined : isBad ? words.badLink : words.join}</h1>
        {isIn ? (
          <>
            <p role="status">{words.joinedSays}</p>
            <p>
              <a class="btn btn-go wide" href="/staff">
                {words.toSignIn}
              </a>
            </p>
          </>
        ) : isBad ? (
          <p role="alert">{words.badLinkSays}</p>
        ) : (
          <form
            class="cols"
            onSubmit={(event) => {
              event.preventDefault();
              void join();
            }}
          >
            <p>{words.joinSays}</p>
            {refusal && <RefusalNote refusal={refusal} />}
            <Input
              id="name"
              label={words.yourName}
              autoComplete="name"
              value={fields.name}
              onText={set('name')}
            />
            <Input
              id="password"
              type="password"
              label={words.newPassword}
              hint={words.newHint}
              minLength={10}
              autoComplete="new-password"
              value={fields.password}
              onText={set('password')}
            />
            <p>
              <button type="submit" class="btn btn-go wide" disabled={isGoing}>
                {words.joinGo}
              </button>
            </p>
          </form>
        )}
      </main>
    </>
  );
}
