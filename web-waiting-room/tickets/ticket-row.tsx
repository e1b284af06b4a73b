/** Tickets of one order, or one that was given: what for, when, how many, and the way to their page. */
import { fill } from '../language/fill.ts';
import { language, spoken } from '../language/language.ts';
import { dateAndTimeThere, msOf } from '../language/time.ts';
import { type TicketGroup, toShowOf } from './ticket-groups.ts';
import { ticketsWords } from './words.ts';

export interface TicketRowProps {
  readonly group: TicketGroup;
  readonly onShow: () => void;
}

export function TicketRow({ group, onShow }: TicketRowProps) {
  const words = spoken(ticketsWords);
  const { href, first } = group;
  const { sale, how } = first;
  const startsMs = msOf(sale.startsAt);
  const place = [
    startsMs === null ? null : dateAndTimeThere(startsMs, sale.timeZone, language.value),
    sale.venue,
  ];
  const from = first.from?.name || words.somebody;
  return (
    <li>
      <p>
        <a href={href}>{sale.title}</a>
        <br />
        <span class="quiet small">{place.filter((fact) => fact !== null).join(' · ')}</span>
        <br />
        {[tiersOf(group), ...marksOf(group)].join(' · ')}
        {how !== 'bought' && (
          <>
            <br />
            <span class="quiet">{fill(how === 'offered' ? words.offeredBy : words.givenBy, { from })}</span>
          </>
        )}
      </p>
      {how === 'offered' ? (
        <a class="btn" href={href} aria-label={`${words.see}: ${sale.title}`}>
          {words.see}
        </a>
      ) : (
        toShowOf(group).length > 0 && (
          <button
            type="button"
            class="btn"
            aria-label={fill(words.showOf, { title: sale.title })}
            onClick={onShow}
          >
            {words.show}
          </button>
        )
      )}
    </li>
  );
}

function tiersOf({ tiers }: TicketGroup): string {
  const { times } = spoken(ticketsWords);
  return tiers.map(({ name, count }) => (count === 1 ? name : fill(times, { name, count }))).join(', ');
}

/** What became of some of them. */
function marksOf({ items }: TicketGroup): string[] {
  const words = spoken(ticketsWords);
  const told = [
    [words.used, items.filter(({ ticket }) => ticket?.state === 'used').length],
    [words.void, items.filter(({ ticket }) => ticket?.state === 'void').length],
    [words.passing, items.filter(({ ticket }) => ticket?.offer).length],
  ] as const;
  return told.flatMap(([word, count]) => (count > 0 ? [fill(word, { count })] : []));
}
