/** Who is on the staff, with their roles and second steps; changing one of them opens below the table. */
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
    <section class="panel cols" aria-labelledby="people">
      <h2 id="people">{words.people}</h2>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      {people === null ? (
        !refusal && <p class="quiet">{words.loading}</p>
      ) : (
        <PeopleTable people={people} onChoose={setChosenId} />
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

interface TableProps {
  readonly people: readonly Person[];
  readonly onChoose: (id: string) => void;
}

function PeopleTable({ people, onChoose }: TableProps) {
  const words = spoken(staffWords);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard
    <section class="scroll" tabIndex={0} aria-label={words.table}>
      <table>
        <thead>
          <tr>
            {[words.name, words.role, words.twoStep, words.seen].map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
            <th scope="col">
              <span class="sr">{words.change}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <Row key={person.id} person={person} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ person, onChoose }: { readonly person: Person } & Pick<TableProps, 'onChoose'>) {
  const words = spoken(staffWords);
  const { id, name, email, role, isMe, hasTwoStep, mustTurnOnTwoStep, signedInAt, withdrawnAt } = person;
  return (
    <tr>
      <th scope="row">
        {name} {isMe && <span class="chip info">{words.me}</span>}
        <br />
        <span class="quiet">{email}</span>
      </th>
      <td>{withdrawnAt === null ? words.roles[role] : <span class="chip">{words.withdrawn}</span>}</td>
      <td>
        {withdrawnAt === null && (
          <span class={`chip ${hasTwoStep ? 'good' : mustTurnOnTwoStep === 'no' ? '' : 'warn'}`}>
            {hasTwoStep ? words.on : mustTurnOnTwoStep === 'no' ? words.off : words.missing}
          </span>
        )}
      </td>
      <td>{signedInAt === null ? words.never : when(Date.parse(signedInAt), now.value, language.value)}</td>
      <td>
        {withdrawnAt === null && (
          <button
            type="button"
            class="btn btn-text"
            aria-label={fill(words.changeOf, { name })}
            onClick={() => onChoose(id)}
          >
            {words.change}
          </button>
        )}
      </td>
    </tr>
  );
}
