/** Who is on the staff, with their roles and second steps; changing one of them opens below the list. */
import { useEffect, useState } from 'preact/hooks';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { when } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import { now } from '../server-clock/server-clock.ts';
import { ChangePerson } from './change-person.tsx';
import { allOf, type Person } from './people.ts';
import { staffWords } from './words.ts';

export interface PeoplePanelProps {
  readonly done: number;
  readonly onDone: () => void;
}

export function PeoplePanel({ done, onDone }: PeoplePanelProps) {
  const words = spoken(staffWords);
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = people?.find(({ id, withdrawnAt }) => id === chosenId && withdrawnAt === null);

  async function look(): Promise<void> {
    const answer = await allOf<Person>('/staff/people');
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setPeople(answer.value);
  }
  useEffect(() => void look(), [done]);

  return (
    <section class="panel cols" aria-labelledby="people" aria-busy={people === null && !refusal}>
      <h2 id="people">{words.people}</h2>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      {people === null ? (
        !refusal && <p class="quiet">{words.loading}</p>
      ) : (
        <PeopleList people={people} onChoose={setChosenId} />
      )}
      {chosen && (
        <ChangePerson
          key={chosen.id}
          person={chosen}
          onClose={() => setChosenId(null)}
          onDone={() => {
            setChosenId(null);
            onDone();
          }}
        />
      )}
    </section>
  );
}

interface PeopleProps {
  readonly people: readonly Person[];
  readonly onChoose: (id: string) => void;
}

function PeopleList({ people, onChoose }: PeopleProps) {
  return (
    <ul class="rows">
      {people.map((person) => (
        <Row key={person.id} person={person} onChoose={onChoose} />
      ))}
    </ul>
  );
}

function Row({ person, onChoose }: { readonly person: Person } & Pick<PeopleProps, 'onChoose'>) {
  const words = spoken(staffWords);
  const { id, name, email, role, isMe, signedInAt, withdrawnAt } = person;
  const time = signedInAt === null ? words.never : when(Date.parse(signedInAt), now.value, language.value);
  return (
    <li>
      <p>
        <b>{name}</b> {isMe && <span class="chip info">{words.me}</span>}
        <br />
        <span class="quiet">{email}</span>
        <br />
        {withdrawnAt === null ? (
          <>
            {words.roles[role]} · <TwoStepState person={person} />
          </>
        ) : (
          <span class="chip">{words.withdrawn}</span>
        )}{' '}
        <span class="quiet">{fill(words.seen, { time })}</span>
      </p>
      {withdrawnAt === null && (
        <button
          type="button"
          class="btn"
          aria-label={fill(words.changeOf, { name })}
          onClick={() => onChoose(id)}
        >
          {words.change}
        </button>
      )}
    </li>
  );
}

function TwoStepState({ person }: { readonly person: Person }) {
  const words = spoken(staffWords);
  if (person.hasTwoStep) return <span class="chip good">{words.on}</span>;
  return person.mustTurnOnTwoStep === 'no' ? (
    <span class="chip">{words.off}</span>
  ) : (
    <span class="chip warn">{words.missing}</span>
  );
}
