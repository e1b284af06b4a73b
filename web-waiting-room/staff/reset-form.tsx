/** A new password for a member of staff: first the address, then the code from the letter with the password. */
import { useState } from 'preact/hooks';
import { Input } from '../account/input.tsx';
import { useForm } from '../account/use-form.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { ask } from '../server/ask.ts';

const PASSWORD_LENGTH_MIN = 10;
const path = '/auth/password/reset';

const labels = {
  en: {
    says: 'Two-step sign-in stays as it is. If you have lost that too, another owner can take it off.',
    email: 'Email',
    sendCode: 'Send me a code',
    sendAgain: 'Send another code',
    sent: 'A letter is on its way to {email}, if it can be written to.',
    code: 'Code from the letter',
    codeHint: 'Six digits, good for ten minutes.',
    password: 'New password',
    passwordHint: 'At least ten characters.',
    set: 'Set the new password',
    back: 'Back to signing in',
  },
  ko: {
    says: '2단계 로그인은 그대로예요. 그것도 잃어버리셨다면 다른 소유자가 해제할 수 있어요.',
    email: '이메일',
    sendCode: '코드 받기',
    sendAgain: '코드 다시 받기',
    sent: '{email} 주소로 메일을 보냈어요. 받을 수 있는 주소라면 곧 도착해요.',
    code: '메일로 받은 코드',
    codeHint: '여섯 자리이고 10분 동안 쓸 수 있어요.',
    password: '새 비밀번호',
    passwordHint: '열 글자 이상이에요.',
    set: '새 비밀번호 정하기',
    back: '로그인으로 돌아가기',
  },
};

export interface ResetFormProps {
  /** With the address whose password is set now. */
  readonly onSet: (email: string) => void;
  readonly onBack: () => void;
}

export function ResetForm({ onSet, onBack }: ResetFormProps) {
  const words = spoken(labels);
  const { fields, set, send, isGoing, refusal } = useForm({ email: '', code: '', password: '' });
  const [isSent, setSent] = useState(false);
  const whose = 'staff';

  async function sendCode(): Promise<void> {
    const body = { email: fields.email, language: language.value, whose };
    if (await send(() => ask('POST', `${path}/code`, { body }))) setSent(true);
  }
  async function finish(): Promise<void> {
    const body = { ...fields, language: language.value, whose };
    if (await send(() => ask('POST', path, { body }))) onSet(fields.email);
  }
  return (
    <form
      class="cols"
      onSubmit={(event) => {
        event.preventDefault();
        void (isSent ? finish() : sendCode());
      }}
    >
      <p>{words.says}</p>
      {refusal && <RefusalNote refusal={refusal} />}
      <Input
        id="email"
        type="email"
        label={words.email}
        autoComplete="username"
        value={fields.email}
        onText={set('email')}
      />
      {isSent && (
        <>
          <p role="status">{fill(words.sent, { email: fields.email })}</p>
          <Input
            id="code"
            label={words.code}
            hint={words.codeHint}
            autoComplete="one-time-code"
            value={fields.code}
            onText={set('code')}
          />
          <Input
            id="password"
            type="password"
            label={words.password}
            hint={words.passwordHint}
            minLength={PASSWORD_LENGTH_MIN}
            autoComplete="new-password"
            value={fields.password}
            onText={set('password')}
          />
        </>
      )}
      <p>
        <button type="submit" class="btn btn-go wide" disabled={isGoing}>
          {isSent ? words.set : words.sendCode}
        </button>
      </p>
      <p class="row">
        {isSent && (
          <button type="button" class="tap" disabled={isGoing} onClick={() => void sendCode()}>
            {words.sendAgain}
          </button>
        )}
        <button type="button" class="tap" onClick={onBack}>
          {words.back}
        </button>
      </p>
    </form>
  );
}
