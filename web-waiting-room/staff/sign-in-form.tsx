/** Signing in for the staff. */
import { useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { signIn } from '../signing-in/signed-in.ts';
import { StaffHeader } from './staff-header.tsx';

const labels = {
  en: {
    title: 'Operations',
    email: 'Email',
    password: 'Password',
    go: 'Sign in',
    going: 'Signing in',
    code: 'Code of two-step sign-in',
    codeHint: 'Only where you have turned it on: from your app, or a recovery code.',
    wrong: 'Address, password or code is wrong. Where two-step sign-in is on, the code is needed too.',
  },
  ko: {
    title: '운영',
    email: '이메일',
    password: '비밀번호',
    go: '로그인',
    going: '로그인하는 중',
    code: '2단계 로그인 코드',
    codeHint: '켜 두신 경우에만 앱의 코드나 복구 코드를 입력해 주세요.',
    wrong: '이메일, 비밀번호 또는 코드가 맞지 않아요. 2단계 로그인을 켜셨다면 코드도 필요해요.',
  },
};

export function SignInForm() {
  const words = spoken(labels);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  document.title = `${words.title} · Usher`;

  async function submit(): Promise<void> {
    setGoing(true);
    setRefusal(null);
    const answer = await signIn(email, password, totp);
    setGoing(false);
    if (!answer.ok) setRefusal(answer.refusal);
  }

  return (
    <>
      <StaffHeader />
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
          <div class="field">
            <label for="totp">{words.code}</label>
            <input
              id="totp"
              name="totp"
              type="text"
              autoComplete="one-time-code"
              aria-describedby="totp-hint"
              value={totp}
              onInput={(event) => setTotp(event.currentTarget.value)}
            />
            <small id="totp-hint">{words.codeHint}</small>
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
