/** Signing in for the staff, and the way to a new password. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { signIn } from '../signing-in/signed-in.ts';
import { ResetForm } from './reset-form.tsx';
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
    forgot: 'I forgot my password',
    reset: 'Set a new password',
    isSet: 'Your new password is set. Sign in with it.',
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
    forgot: '비밀번호를 잊었어요',
    reset: '새 비밀번호 정하기',
    isSet: '새 비밀번호를 정했어요. 그 비밀번호로 로그인해 주세요.',
  },
};

export function SignInForm() {
  const words = spoken(labels);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [way, setWay] = useState<'signIn' | 'reset' | 'afterReset'>('signIn');
  document.title = `${way === 'reset' ? words.reset : words.title} · Usher`;

  async function submit(): Promise<void> {
    setGoing(true);
    setRefusal(null);
    const answer = await signIn(email, password, totp);
    setGoing(false);
    if (!answer.ok) setRefusal(answer.refusal);
  }

  if (way === 'reset')
    return (
      <Frame title={words.reset}>
        <ResetForm
          onSet={(whose) => {
            setEmail(whose);
            setPassword('');
            setRefusal(null);
            setWay('afterReset');
          }}
          onBack={() => setWay('signIn')}
        />
      </Frame>
    );
  return (
    <Frame title={words.title}>
      {way === 'afterReset' && <p role="status">{words.isSet}</p>}
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
      <p>
        <button type="button" class="tap" onClick={() => setWay('reset')}>
          {words.forgot}
        </button>
      </p>
    </Frame>
  );
}

interface FrameProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

const Frame = ({ title, children }: FrameProps) => (
  <>
    <StaffHeader />
    <main class="page sign-in" id="main">
      <h1 class="h1">{title}</h1>
      {children}
    </main>
  </>
);
