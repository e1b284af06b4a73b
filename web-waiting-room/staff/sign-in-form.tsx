/** Signing in for the staff. */
import { useState } from 'preact/hooks';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { Mark } from '../frame/shop-bar.tsx';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { signIn } from '../signing-in/signed-in.ts';

const labels = {
  en: {
    title: 'Operations',
    email: 'Email',
    password: 'Password',
    go: 'Sign in',
    going: 'Signing in',
    wrong: 'Address or password is wrong.',
  },
  ko: {
    title: '운영',
    email: '이메일',
    password: '비밀번호',
    go: '로그인',
    going: '로그인하는 중',
    wrong: '이메일이나 비밀번호가 맞지 않아요.',
  },
};

export function SignInForm() {
  const words = spoken(labels);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  document.title = `${words.title} · Usher`;

  async function submit(): Promise<void> {
    setGoing(true);
    setRefusal(null);
    const answer = await signIn(email, password);
    setGoing(false);
    if (!answer.ok) setRefusal(answer.refusal);
  }

  return (
    <>
      <header class="bar">
        <p class="brand row">
          <Mark /> Usher
        </p>
        <LanguageSwitch />
      </header>
      <main class="page sign-in" id="main">
        <h1 class="h1">{words.title}</h1>
        <form
          class="cols"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          {refusal?.code === 'not_signed_in' ? (
            <p class="refusal" role="alert">
              {words.wrong}
            </p>
          ) : (
            refusal && <RefusalNote refusal={refusal} />
          )}
          <div class="field">
            <label for="email">{words.email}</label>
            <input
              id="email"
              name="email"
              type="email"
              autoComplete="username"
              required
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for="password">{words.password}</label>
            <input
              id="password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          </div>
          <p>
            <button type="submit" class="btn btn-go wide" disabled={isGoing}>
              {isGoing ? words.going : words.go}
            </button>
          </p>
        </form>
      </main>
    </>
  );
}
