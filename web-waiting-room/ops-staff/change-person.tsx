/** One member: another role, two-step sign-in off for who lost the device, or the end. The last two ask once more. */
import { useState } from 'preact/hooks';
import { useForm } from '../account/use-form.ts';
import { AskingOnce } from '../frame/asking-once.tsx';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { type Person, type Role, roles } from './people.ts';
import { staffWords } from './words.ts';

export interface ChangePersonProps {
  readonly person: Person;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ChangePerson({ person, onClose, onDone }: ChangePersonProps) {
  const words = spoken(staffWords);
  const { fields, set, send, isGoing, refusal } = useForm({ role: person.role as string, reason: '' });
  const [asking, setAsking] = useState<'withdraw' | 'reset' | null>(null);
  const path = `/staff/people/${encodeURIComponent(person.id)}`;
  const { name } = person;
  const isReasonless = fields.reason.trim() === '';

  async function act(method: string, to: string, body: object): Promise<void> {
    setAsking(null);
    if (await send(() => askSignedIn(method, to, { body }))) onDone();
  }
  const giveRole = () => {
    const reason = isReasonless ? {} : { reason: fields.reason };
    return act('PATCH', path, { role: fields.role as Role, ...reason });
  };
  const goOn = () => {
    const to = asking === 'withdraw' ? `${path}/withdraw` : `${path}/two-step/reset`;
    return act('POST', to, { reason: fields.reason });
  };

  return (
    <form
      class="cols"
      aria-label={fill(words.changeOf, { name })}
      onSubmit={(event) => {
        event.preventDefault();
        void giveRole();
      }}
    >
      <h3>{name}</h3>
      {refusal && <RefusalNote refusal={refusal} />}
      <div class="fields">
        <div class="field">
          <label for="person-role">{fill(words.roleOf, { name })}</label>
          <select
            id="person-role"
            value={fields.role}
            onChange={({ currentTarget: { value } }) => set('role')(value)}
          >
            {roles.map((role) => (
              <option key={role} value={role}>
                {words.roles[role]}: {words.rolesSay[role]}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="person-reason">{words.reason}</label>
          <input
            id="person-reason"
            maxLength={300}
            aria-describedby="person-reason-hint"
            value={fields.reason}
            onInput={({ currentTarget: { value } }) => set('reason')(value)}
          />
          <small id="person-reason-hint">{words.reasonNeeded}</small>
        </div>
      </div>
      <p class="other-ways">
        <button type="submit" class="btn" disabled={isGoing || fields.role === person.role}>
          {words.giveRole}
        </button>
        {person.hasTwoStep && !person.isMe && (
          <button
            type="button"
            class="btn"
            disabled={isGoing || isReasonless}
            onClick={() => setAsking('reset')}
          >
            {words.reset}
          </button>
        )}
        <button
          type="button"
          class="btn"
          disabled={isGoing || isReasonless}
          onClick={() => setAsking('withdraw')}
        >
          {words.withdraw}
        </button>
        <button type="button" class="btn btn-text" onClick={onClose}>
          {words.close}
        </button>
      </p>
      {asking && (
        <AskingOnce
          title={fill(asking === 'withdraw' ? words.withdrawTitle : words.resetTitle, { name })}
          stay={words.stay}
          go={asking === 'withdraw' ? words.withdraw : words.reset}
          onStay={() => setAsking(null)}
          onGo={() => void goOn()}
        >
          <p>{asking === 'withdraw' ? words.withdrawSays : words.resetSays}</p>
        </AskingOnce>
      )}
    </form>
  );
}
