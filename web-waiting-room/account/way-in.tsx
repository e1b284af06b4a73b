/** Signing in, signing up by a mailed code, and a new password by a mailed code. */
import { useState } from 'preact/hooks';
import type { PostalAddress } from '../../domain/postal-address.ts';
import { AddressFields } from '../address/address-fields.tsx';
import { asSent, emptyAddress } from '../address/typed-address.ts';
import { addressWords } from '../address/words.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { ask } from '../server/ask.ts';
import { type SignedIn, signIn, takeSignIn } from '../signing-in/signed-in.ts';
import { Input } from './input.tsx';
import { useForm } from './use-form.ts';
import { accountWords } from './words.ts';

type Way = 'signIn' | 'signUp' | 'reset';
const PASSWORD_LENGTH_MIN = 10;

/** `onIn` once somebody is signed in. */
export function WayIn({ onIn }: { readonly onIn: () => void }) {
  const words = spoken(accountWords);
  const [way, setWay] = useState<Way>('signIn');
  const others = (['signIn', 'signUp', 'reset'] as const).filter((other) => other !== way);
  const labels = { signIn: words.toSignIn, signUp: words.toSignUp, reset: words.toReset };
  document.title = `${words[way]} · Usher`;
  return (
    <main class="page sign-in" id="main">
      <h1 class="h1">{words[way]}</h1>
      {way === 'signIn' ? <SignIn onIn={onIn} /> : <ByCode key={way} way={way} onIn={onIn} />}
      <p class="other-ways">
        {others.map((other) => (
          <button key={other} type="button" class="tap" onClick={() => setWay(other)}>
            {labels[other]}
          </button>
        ))}
      </p>
    </main>
  );
}

function SignIn({ onIn }: { readonly onIn: () => void }) {
  const words = spoken(accountWords);
  const { fields, set, send, isGoing, refusal } = useForm({ email: '', password: '' });
  return (
    <form
      class="cols"
      onSubmit={(event) => {
        event.preventDefault();
        void send(() => signIn(fields.email, fields.password)).then((done) => done && onIn());
      }}
    >
      {refusal?.code === 'not_signed_in' ? (
        <p class="refusal" role="alert">
          {words.wrong}
        </p>
      ) : (
        refusal && <RefusalNote refusal={refusal} />
      )}
      <Input
        id="email"
        type="email"
        label={words.email}
        autoComplete="username"
        value={fields.email}
        onText={set('email')}
      />
      <Input
        id="password"
        type="password"
        label={words.password}
        autoComplete="current-password"
        value={fields.password}
        onText={set('password')}
      />
      <p>
        <button type="submit" class="btn btn-go wide" disabled={isGoing}>
          {words.signIn}
        </button>
      </p>
    </form>
  );
}

const paths = { signUp: '/auth/signup', reset: '/auth/password/reset' } as const;

/** First the address, then the code from the letter with the rest. */
function ByCode({ way, onIn }: { readonly way: 'signUp' | 'reset'; readonly onIn: () => void }) {
  const words = spoken(accountWords);
  const form = useForm({ email: '', code: '', password: '', name: '', phone: '' });
  const { fields, set, send, isGoing, refusal } = form;
  const [isSent, setSent] = useState(false);
  const [isDone, setDone] = useState(false);
  const [address, setAddress] = useState<PostalAddress | null>(null);
  const wrong = (refusal?.errors ?? []).map(({ path }) => path);

  const sendCode = async (): Promise<void> => {
    const body = { email: fields.email, language: language.value };
    if (await send(() => ask('POST', `${paths[way]}/code`, { body }))) setSent(true);
  };
  const finish = async (): Promise<void> => {
    const { email, code, password, name } = fields;
    const phone = fields.phone.replaceAll(/[^+\d]/g, '');
    if (way === 'reset') {
      const body = { email, code, password, language: language.value };
      if (!(await send(() => ask('POST', paths.reset, { body })))) return;
      // A member of staff may have a second step, which is asked for elsewhere.
      if (await send(() => signIn(email, password))) onIn();
      else setDone(true);
      return;
    }
    const body = {
      ...{ email, code, password, name, language: language.value },
      ...(phone !== '' && { phone }),
      ...(address !== null && { address: asSent(address) }),
    };
    const made = await send(() => ask<SignedIn>('POST', paths.signUp, { body }));
    if (!made) return;
    takeSignIn(made.value);
    onIn();
  };

  if (isDone)
    return (
      <p role="status">
        {words.isSet} <a href="/staff">{words.toStaff}</a>
      </p>
    );
  return (
    <form
      class="cols"
      onSubmit={(event) => {
        event.preventDefault();
        void (isSent ? finish() : sendCode());
      }}
    >
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
            label={words.newPassword}
            hint={words.newHint}
            minLength={PASSWORD_LENGTH_MIN}
            autoComplete="new-password"
            value={fields.password}
            onText={set('password')}
          />
          {way === 'signUp' && (
            <>
              <Input
                id="name"
                label={words.name}
                autoComplete="name"
                value={fields.name}
                onText={set('name')}
              />
              <Input
                id="phone"
                type="tel"
                label={words.phone}
                hint={words.phoneHint}
                required={false}
                autoComplete="tel"
                value={fields.phone}
                onText={set('phone')}
              />
              {address === null ? (
                <p>
                  <button type="button" class="tap" onClick={() => setAddress(emptyAddress)}>
                    {spoken(addressWords).atSignUp}
                  </button>
                </p>
              ) : (
                <fieldset class="cols">
                  <legend class="h2">{spoken(addressWords).post}</legend>
                  <AddressFields
                    address={address}
                    isWrong={(field) => wrong.includes(`address.${field}`)}
                    onChange={setAddress}
                  />
                </fieldset>
              )}
            </>
          )}
        </>
      )}
      <p>
        <button type="submit" class="btn btn-go wide" disabled={isGoing}>
          {isSent ? words[way] : words.sendCode}
        </button>
      </p>
      {isSent && (
        <p>
          <button type="button" class="tap" disabled={isGoing} onClick={() => void sendCode()}>
            {words.sendAgain}
          </button>
        </p>
      )}
    </form>
  );
}
