/** Accounts that are flagged: those who appeal first, flagging one, and deciding about one. */
import { useEffect, useState } from 'preact/hooks';
import { Input } from '../account/input.tsx';
import { useForm } from '../account/use-form.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { spoken } from '../language/language.ts';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import type { FlagView } from './people.ts';
import { staffWords } from './words.ts';

const path = '/staff/accounts/flags';
interface Page {
  readonly items: readonly FlagView[];
  readonly nextCursor: string | null;
}

export interface FlagsPanelProps {
  readonly mayJudge: boolean;
  readonly onDone: () => void;
}

export function FlagsPanel({ mayJudge, onDone }: FlagsPanelProps) {
  const words = spoken(staffWords);
  const [page, setPage] = useState<Page | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function look(after: Page | null = null): Promise<void> {
    const query = after?.nextCursor ? `?${new URLSearchParams({ cursor: after.nextCursor })}` : '';
    const answer = await askSignedIn<Page>('GET', `${path}${query}`);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setPage({ ...answer.value, items: [...(after?.items ?? []), ...answer.value.items] });
  }
  useEffect(() => void look(), []);
  const again = () => {
    onDone();
    void look();
  };

  return (
    <section class="panel cols" aria-labelledby="flags" aria-busy={page === null && !refusal}>
      <h2 id="flags">{words.flags}</h2>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      {page?.items.length === 0 && <p class="quiet">{words.noFlags}</p>}
      {page && page.items.length > 0 && (
        <ul class="rows">
          {[...page.items].sort(appealsFirst).map((flag) => (
            <li key={`${flag.id}${flag.state}`}>
              <div class="cols">
                <p>
                  {flag.email ?? words.deleted}{' '}
                  <span class={`chip ${flag.state === 'appealed' ? 'warn' : ''}`}>
                    {words.states[flag.state]}
                  </span>
                </p>
                <p class="quiet">{fill(words.why, { text: flag.reason })}</p>
                {flag.appeal !== null && <p>{fill(words.appeal, { text: flag.appeal })}</p>}
                {flag.answer !== null && <p class="quiet">{fill(words.answered, { text: flag.answer })}</p>}
                {mayJudge && flag.state !== 'lifted' && <Decide flag={flag} onDone={again} />}
              </div>
            </li>
          ))}
        </ul>
      )}
      {page?.nextCursor && (
        <p>
          <button type="button" class="btn" onClick={() => void look(page)}>
            {words.more}
          </button>
        </p>
      )}
      <FlagForm onDone={again} />
    </section>
  );
}

const appealsFirst = (one: FlagView, other: FlagView): number =>
  Number(other.state === 'appealed') - Number(one.state === 'appealed');

function Decide({ flag, onDone }: { readonly flag: FlagView; readonly onDone: () => void }) {
  const words = spoken(staffWords);
  const { fields, set, send, isGoing, refusal } = useForm({ answer: '' });
  const decide = async (decision: 'lift' | 'keep'): Promise<void> => {
    const body = { decision, ...fields };
    if (await send(() => askSignedIn('POST', `${path}/${encodeURIComponent(flag.id)}/answer`, { body })))
      onDone();
  };
  return (
    <details>
      <summary>{words.decide}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void decide('lift');
        }}
      >
        {refusal && <RefusalNote refusal={refusal} />}
        <div class="field">
          <label for={`answer-${flag.id}`}>{words.answerLabel}</label>
          <textarea
            id={`answer-${flag.id}`}
            required
            maxLength={300}
            rows={3}
            value={fields.answer}
            onInput={({ currentTarget: { value } }) => set('answer')(value)}
          />
        </div>
        <p class="other-ways">
          <button type="submit" class="btn" disabled={isGoing}>
            {words.lift}
          </button>
          {flag.state === 'appealed' && (
            <button
              type="button"
              class="btn"
              disabled={isGoing || fields.answer.trim() === ''}
              onClick={() => void decide('keep')}
            >
              {words.keep}
            </button>
          )}
        </p>
      </form>
    </details>
  );
}

function FlagForm({ onDone }: { readonly onDone: () => void }) {
  const words = spoken(staffWords);
  const { fields, set, send, clear, isGoing, refusal } = useForm({ email: '', reason: '' });
  return (
    <details>
      <summary>{words.flag}</summary>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void send(() => askSignedIn('POST', path, { body: fields })).then((done) => {
            if (!done) return;
            clear();
            onDone();
          });
        }}
      >
        <p class="quiet">{words.flagSays}</p>
        {refusal && <RefusalNote refusal={refusal} />}
        <Input
          id="flag-email"
          type="email"
          label={words.email}
          autoComplete="off"
          value={fields.email}
          onText={set('email')}
        />
        <Input
          id="flag-reason"
          label={words.flagReason}
          autoComplete="off"
          value={fields.reason}
          onText={set('reason')}
        />
        <p>
          <button type="submit" class="btn" disabled={isGoing}>
            {words.flagGo}
          </button>
        </p>
      </form>
    </details>
  );
}
