/** What names the person, and the password. */
import { useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { language, spoken } from '../language/language.ts';
import { type Account, askSignedIn, forgetSignIn, noteAccount } from '../signing-in/signed-in.ts';
import { Input } from './input.tsx';
import { useForm } from './use-form.ts';
import { accountWords } from './words.ts';

export function Person({ account }: { readonly account: Account }) {
  const words = spoken(accountWords);
  const { fields, set, send, isGoing, refusal } = useForm({ name: account.name, phone: account.phone ?? '' });
  const [isSaved, setSaved] = useState(false);

  async function save(): Promise<void> {
    setSaved(false);
    const phone = fields.phone.replaceAll(/[^+\d]/g, '');
    const body = { name: fields.name, phone: phone === '' ? null : phone, language: language.value };
    const done = await send(() => askSignedIn<Account>('PATCH', '/me', { body }));
    if (!done) return;
    noteAccount(done.value);
    setSaved(true);
  }

  return (
    <section aria-labelledby="who">
      <h2 class="h2" id="who">
        {words.who}
      </h2>
      <p class="quiet">{account.email}</p>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {refusal && <RefusalNote refusal={refusal} />}
        <Input id="name" label={words.name} autoComplete="name" value={fields.name} onText={set('name')} />
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
        <p>
          <button type="submit" class="btn" disabled={isGoing}>
            {words.save}
          </button>{' '}
          <span role="status">{isSaved && words.saved}</span>
        </p>
      </form>
      <Password />
    </section>
  );
}

/** The same for an account and for a member of staff: it ends every sign-in. */
export function Password() {
  const words = spoken(accountWords);
  const { fields, set, send, isGoing, refusal } = useForm({ password: '', newPassword: '' });
  const isWrong = refusal?.code === 'not_signed_in';
  return (
    <details class="panel">
      <summary>{words.change}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void send(() => askSignedIn('PUT', '/me/password', { body: fields })).then(
            (done) => done && forgetSignIn(),
          );
        }}
      >
        {isWrong ? (
          <p class="refusal" role="alert">
            {words.wrong}
          </p>
        ) : (
          refusal && <RefusalNote refusal={refusal} />
        )}
        <Input
          id="old-password"
          type="password"
          label={words.oldPassword}
          autoComplete="current-password"
          value={fields.password}
          onText={set('password')}
        />
        <Input
          id="new-password"
          type="password"
          label={words.newPassword}
          hint={words.newHint}
          minLength={10}
          autoComplete="new-password"
          value={fields.newPassword}
          onText={set('newPassword')}
        />
        <p>
          <button type="submit" class="btn" disabled={isGoing}>
            {words.change}
          </button>
        </p>
      </form>
    </details>
  );
}
