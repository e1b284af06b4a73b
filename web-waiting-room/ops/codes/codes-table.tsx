/** The codes that were made: for whom, where they lead, how often they were used, and the way to take one back. */
import { useState } from 'preact/hooks';
import { AskingOnce } from '../../frame/asking-once.tsx';
import { fill } from '../../language/fill.ts';
import { language, spoken } from '../../language/language.ts';
import { count } from '../../language/money.ts';
import { dateAndTime, msOf } from '../../language/time.ts';
import { now } from '../../server-clock/server-clock.ts';
import { type AccessCode, shortNumber, validityOf } from './code-row.ts';
import type { CodesBook } from './codes-book.ts';
import { codesWords } from './words.ts';

export interface CodesTableProps {
  readonly book: CodesBook;
  readonly page: { readonly items: readonly AccessCode[]; readonly nextCursor: string | null };
}

export function CodesTable({ book, page: { items, nextCursor } }: CodesTableProps) {
  const words = spoken(codesWords);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={words.table}>
        <table class="cells">
          <thead>
            <tr>
              {[words.number, words.forWhom, words.lane, words.used, words.valid].map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
              <th scope="col">
                <span class="sr">{words.withdraw}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((code) => (
              <Row key={code.id} code={code} book={book} />
            ))}
          </tbody>
        </table>
      </section>
      {nextCursor !== null && (
        <p>
          <button type="button" class="btn" onClick={() => void book.look(nextCursor)}>
            {words.more}
          </button>
        </p>
      )}
    </>
  );
}

function Row({ code, book }: { readonly code: AccessCode; readonly book: CodesBook }) {
  const words = spoken(codesWords);
  const validity = validityOf(code, now.value);
  const n = (value: number) => count(value, language.value);
  const isOpen = validity === 'always' || validity === 'until';
  const endsMs = msOf(code.endsAt);
  const [isAsking, setAsking] = useState(false);
  return (
    <tr>
      <th scope="row">{shortNumber(code.id)}</th>
      <td data-name={words.forWhom}>{code.label || <span class="quiet">{words.nobody}</span>}</td>
      <td data-name={words.lane}>{words.laneShort[code.lane]}</td>
      <td data-name={words.used}>{fill(words.usedOf, { n: n(code.uses), max: n(code.usesMax) })}</td>
      <td data-name={words.valid}>
        {isOpen ? (
          fill(words[validity], { time: endsMs === null ? '' : dateAndTime(endsMs, language.value) })
        ) : (
          <span class="chip">{words[validity]}</span>
        )}
      </td>
      <td>
        {isOpen && (
          <button
            type="button"
            class="btn btn-text"
            aria-label={fill(words.withdrawOf, { number: shortNumber(code.id), label: code.label })}
            disabled={book.isBusy.value}
            onClick={() => setAsking(true)}
          >
            {words.withdraw}
          </button>
        )}
        {isAsking && (
          <AskingOnce
            title={words.withdrawTitle}
            stay={words.keep}
            go={words.withdraw}
            onStay={() => setAsking(false)}
            onGo={() => {
              setAsking(false);
              void book.withdraw(code.id);
            }}
          >
            <p>{words.withdrawSays}</p>
          </AskingOnce>
        )}
      </td>
    </tr>
  );
}
