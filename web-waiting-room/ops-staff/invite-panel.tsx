/** Inviting a colleague, and the invitations that can still be used. */
import { useEffect, useState } from 'preact/hooks';
import { useForm } from '../account/use-form.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { dateAndTime } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { allOf, type Invitation, roles } from './people.ts';
import { staffWords } from './words.ts';

const path = '/staff/people/invitations';

export function InvitePanel({ onDone }: { readonly onDone: () => void }) {
  const words = spoken(staffWords);
  const form = useForm({ email: '', role: 'support', language: language.value as string });
  const { fields, set, send, isGoing, refusal } = form;
  const [open, setOpen] = useState<readonly Invitation[]>([]);
  const [lookRefusal, setLookRefusal] = useState<Refusal | null>(null);
  const [sentTo, setSentTo] = useState<string | null>(null);

  async function look(): Promise<void> {
    const answer = await allOf<Invitation>(path);
    setLookRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setOpen(answer.value);
  }
  async function invite(): Promise<void> {
    setSentTo(null);
    if (!(await send(() => askSignedIn('POST', path, { body: fields })))) return;
    setSentTo(fields.email);
    set('email')('');
    onDone();
    await look();
  }
  async function takeBack(id: string): Promise<void> {
    const to = `${path}/${encodeURIComponent(id)}/withdraw`;
    await send(() => askSignedIn('POST', to));
    onDone();
    await look();
  }
  useEffect(() => void look(), []);

  const pick = (id: 'role' | 'language', label: string, choices: readonly (readonly [string, string])[]) => (
    <div class="field">
      <label for={`invite-${id}`}>{label}</label>
      <select
        id={`invite-${id}`}
        value={fields[id]}
        onChange={({ currentTarget: { value } }) => set(id)(value)}
      >
        {choices.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
  return (
    <section class="panel cols" aria-labelledby="invite">
      <h2 id="invite">{words.invite}</h2>
      <p class="quiet">{words.inviteSays}</p>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void invite();
        }}
      >
        {refusal && <RefusalNote refusal={refusal} />}
        <div class="fields">
          <div class="field">
            <label for="invite-email">{words.email}</label>
            <input
              id="invite-email"
              type="email"
              required
              value={fields.email}
              onInput={({ currentTarget: { value } }) => set('email')(value)}
            />
          </div>
          {pick(
            'role',
            words.role,
            roles.map((role) => [role, `${words.roles[role]}: ${words.rolesSay[role]}`] as const),
          )}
          {pick('language', words.language, Object.entries(words.languages))}
        </div>
        <p>
          <button type="submit" class="btn" disabled={isGoing}>
            {words.send}
          </button>{' '}
          <span role="status" class="quiet">
            {sentTo !== null && fill(words.sent, { email: sentTo })}
          </span>
        </p>
      </form>
      {lookRefusal && <RefusalNote refusal={lookRefusal} onRetry={() => void look()} />}
      {open.length > 0 && (
        <>
          <h3>{words.open}</h3>
          <ul class="rows">
            {open.map(({ id, email, role, expiresAt }) => (
              <li key={id}>
                <p>
                  {email}
                  <br />
                  <span class="quiet">
                    {fill(words.until, {
                      role: words.roles[role],
                      time: dateAndTime(Date.parse(expiresAt), language.value),
                    })}
                  </span>
                </p>
                <button
                  type="button"
                  class="btn"
                  aria-label={fill(words.takeBackOf, { email })}
                  disabled={isGoing}
                  onClick={() => void takeBack(id)}
                >
                  {words.takeBack}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
