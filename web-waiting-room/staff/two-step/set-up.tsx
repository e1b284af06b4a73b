/**
 * Setting two-step sign-in up: password, key, first code, recovery codes. Until the first code is right nothing has changed;
 * who leaves half-way begins again.
 */
import { useState } from 'preact/hooks';
import { Input } from '../../account/input.tsx';
import { useForm } from '../../account/use-form.ts';
import { RefusalNote } from '../../frame/refusal-note.tsx';
import { spoken } from '../../language/language.ts';
import { askSignedIn } from '../../signing-in/signed-in.ts';
import { KeyPicture } from './key-picture.tsx';
import { twoStepWords } from './words.ts';

const path = '/staff/me/two-step';

export interface SetUpProps {
  /** It is on, and moves to another device. */
  readonly isOn: boolean;
  /** The page has no other button that leads on. */
  readonly isAlone?: boolean;
  readonly onDone: () => void;
}

export function SetUp({ isOn, isAlone = false, onDone }: SetUpProps) {
  const words = spoken(twoStepWords);
  const { fields, set, send, clear, isGoing, refusal } = useForm({ password: '', totp: '', first: '' });
  const [key, setKey] = useState<{ readonly secret: string; readonly uri: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const go = isAlone ? 'btn btn-go wide' : 'btn';

  async function begin(): Promise<void> {
    const { password, totp } = fields;
    const body = { password, ...(totp !== '' && { totp }) };
    const begun = await send(() => askSignedIn<{ secret: string; uri: string }>('POST', path, { body }));
    if (!begun) return;
    clear();
    setKey(begun.value);
  }
  async function confirm(): Promise<void> {
    const body = { totp: fields.first };
    const on = await send(() =>
      askSignedIn<{ recoveryCodes: string[] }>('POST', `${path}/confirm`, { body }),
    );
    if (on) setCodes(on.value.recoveryCodes);
  }

  if (codes) return <RecoveryCodes codes={codes} go={go} onDone={onDone} />;
  return (
    <form
      class="cols"
      onSubmit={(event) => {
        event.preventDefault();
        void (key ? confirm() : begin());
      }}
    >
      {refusal &&
        (refusal.code === 'code_invalid' || refusal.code === 'not_signed_in' ? (
          <p class="refusal" role="alert">
            {key ? words.wrongCode : words.wrong}
          </p>
        ) : (
          <RefusalNote refusal={refusal} />
        ))}
      {key ? (
        <>
          <p>{words.scan}</p>
          <KeyPicture text={key.uri} label={words.picture} />
          <p>
            {words.byHand} <code class="code">{key.secret.replace(/.{4}(?=.)/g, '$& ')}</code>
          </p>
          <Input
            id="first-code"
            label={words.firstCode}
            autoComplete="one-time-code"
            value={fields.first}
            onText={set('first')}
          />
        </>
      ) : (
        <>
          <Input
            id="two-step-password"
            type="password"
            label={words.password}
            autoComplete="current-password"
            value={fields.password}
            onText={set('password')}
          />
          {isOn && (
            <Input
              id="two-step-code"
              label={words.code}
              autoComplete="one-time-code"
              value={fields.totp}
              onText={set('totp')}
            />
          )}
        </>
      )}
      <p>
        <button type="submit" class={go} disabled={isGoing}>
          {key ? words.turnOn : isOn ? words.renew : words.begin}
        </button>
      </p>
    </form>
  );
}

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly go: string;
  readonly onDone: () => void;
}

function RecoveryCodes({ codes, go, onDone }: RecoveryCodesProps) {
  const words = spoken(twoStepWords);
  const [isCopied, setCopied] = useState(false);
  const copy = () => navigator.clipboard?.writeText(codes.join('\n')).then(() => setCopied(true));
  return (
    <div class="cols" role="status">
      <h3>{words.keep}</h3>
      <p>{words.keepSays}</p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p class="quiet">{words.others}</p>
      <p class="other-ways">
        <button type="button" class={go} onClick={onDone}>
          {words.kept}
        </button>
        <button type="button" class="btn" onClick={() => void copy()}>
          {isCopied ? words.copied : words.copy}
        </button>
      </p>
    </div>
  );
}
