/** How many codes, for how many visitors each, for whom, until when, and where they lead. */
import { useState } from 'preact/hooks';
import { type CodeLane, codeLanes } from '../../../domain/lane.ts';
import { fill } from '../../language/fill.ts';
import { spoken } from '../../language/language.ts';
import { type CodeDraft, emptyCodeDraft } from './code-row.ts';
import type { CodesBook } from './codes-book.ts';
import { codesWords } from './words.ts';

const isLane = (text: string): text is CodeLane => codeLanes.some((lane) => lane === text);

export function MakeCodesForm({ book }: { readonly book: CodesBook }) {
  const words = spoken(codesWords);
  const [draft, setDraft] = useState<CodeDraft>(emptyCodeDraft);
  const change = (wish: Partial<CodeDraft>) => setDraft({ ...draft, ...wish });
  const number = (name: 'count' | 'usesMax', label: string) => (
    <div class="field">
      <label for={`codes-${name}`}>{label}</label>
      <input
        id={`codes-${name}`}
        required
        inputMode="numeric"
        pattern="[1-9][0-9]*"
        value={draft[name]}
        onInput={(event) => change({ [name]: event.currentTarget.value })}
      />
    </div>
  );
  return (
    <form
      class="cols"
      aria-label={words.make}
      onSubmit={(event) => {
        event.preventDefault();
        void book.make(draft);
      }}
    >
      <div class="fields">
        {number('count', words.count)}
        {number('usesMax', words.uses)}
        <div class="field">
          <label for="codes-lane">{words.lane}</label>
          <select
            id="codes-lane"
            value={draft.lane}
            onChange={({ currentTarget: { value } }) => isLane(value) && change({ lane: value })}
          >
            {codeLanes.map((lane) => (
              <option key={lane} value={lane}>
                {words.lanes[lane]}
              </option>
            ))}
          </select>
          {draft.lane === 'staff' && <small>{words.staffNote}</small>}
        </div>
        <div class="field">
          <label for="codes-label">{words.label}</label>
          <input
            id="codes-label"
            maxLength={100}
            value={draft.label}
            onInput={(event) => change({ label: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="codes-ends">{words.endsAt}</label>
          <input
            id="codes-ends"
            type="datetime-local"
            value={draft.endsAt}
            onInput={(event) => change({ endsAt: event.currentTarget.value })}
          />
        </div>
      </div>
      <p>
        <button class="btn" type="submit" disabled={book.isBusy.value}>
          {book.isBusy.value
            ? words.going
            : Number(draft.count) === 1
              ? words.goOne
              : fill(words.go, { n: draft.count || '…' })}
        </button>
      </p>
    </form>
  );
}
