/** A member's own two-step sign-in: whether it is on, setting it up, moving it, and turning it off. */
import { useEffect, useState } from 'preact/hooks';
import { Input } from '../../account/input.tsx';
import { useForm } from '../../account/use-form.ts';
import { RefusalNote } from '../../frame/refusal-note.tsx';
import { fill } from '../../language/fill.ts';
import { language, spoken } from '../../language/language.ts';
import { dateAndTime } from '../../language/time.ts';
import type { Refusal } from '../../server/ask.ts';
import { askSignedIn, renew } from '../../signing-in/signed-in.ts';
import { SetUp } from './set-up.tsx';
import { twoStepWords } from './words.ts';

interface TwoStep {
  readonly isOn: boolean;
  readonly since: string | null;
  readonly recoveryCodesLeft: number;
  readonly mustTurnOn: 'no' | 'soon' | 'now';
}

export function TwoStepPanel() {
  const words = spoken(twoStepWords);
  const [state, setState] = useState<TwoStep | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [round, setRound] = useState(0);

  async function look(): Promise<void> {
    const answer = await askSignedIn<TwoStep>('GET', '/staff/me/two-step');
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setState(answer.value);
    setRound((before) => before + 1);
  }
  useEffect(() => void look(), []);

  return (
    <section class="panel cols" aria-labelledby="two-step" aria-busy={state === null && !refusal}>
      <h2 id="two-step">{words.title}</h2>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      {state && (
        <>
          <p>
            {state.isOn
              ? fill(words.isOn, {
                  time: dateAndTime(Date.parse(state.since ?? ''), language.value),
                  n: String(state.recoveryCodesLeft),
                })
              : words.isOff}
          </p>
          {state.mustTurnOn === 'soon' && <p class="refusal">{words.soon}</p>}
          <details key={round}>
            <summary>{state.isOn ? words.renew : words.begin}</summary>
            <SetUp
              isOn={state.isOn}
              onDone={() => {
                void look();
                void renew();
              }}
            />
          </details>
          {state.isOn && <TurnOff onDone={() => void look()} />}
        </>
      )}
    </section>
  );
}

function TurnOff({ onDone }: { readonly onDone: () => void }) {
  const words = spoken(twoStepWords);
  const { fields, set, send, isGoing, refusal } = useForm({ password: '', totp: '' });
  return (
    <details>
      <summary>{words.turnOff}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void send(() => askSignedIn('DELETE', '/staff/me/two-step', { body: fields })).then(
            (done) => done && onDone(),
          );
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
          id="off-password"
          type="password"
          label={words.password}
          autoComplete="current-password"
          value={fields.password}
          onText={set('password')}
        />
        <Input
          id="off-code"
          label={words.code}
          autoComplete="one-time-code"
          value={fields.totp}
          onText={set('totp')}
        />
        <p>
          <button type="submit" class="btn" disabled={isGoing}>
            {words.turnOff}
          </button>
        </p>
      </form>
    </details>
  );
}
