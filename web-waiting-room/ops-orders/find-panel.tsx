/** Filters, and the orders they find; all of them as a file. */
import { useEffect, useState } from 'preact/hooks';
import { orderStates } from '../../domain/order-lifecycle.ts';
import type { OrderView } from '../../domain/order-view.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { msOf, when } from '../language/time.ts';
import type { Refusal } from '../server/ask.ts';
import { now } from '../server-clock/server-clock.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { type Filters, noFilters, type Page, queryOf } from './orders-asked.ts';
import { takeFile } from './take-file.ts';
import { ordersWords } from './words.ts';

export interface FindPanelProps {
  readonly chosen: string | null;
  readonly done: number;
  readonly onChoose: (orderId: string) => void;
}

export const rowIdOf = (orderId: string): string => `row-${orderId}`;

export function FindPanel({ chosen, done, onChoose }: FindPanelProps) {
  const words = spoken(ordersWords);
  const [filters, setFilters] = useState<Filters>(noFilters);
  const [page, setPage] = useState<Page<OrderView> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isLooking, setLooking] = useState(false);

  async function look(after: Page<OrderView> | null = null): Promise<void> {
    setLooking(true);
    const answer = await askSignedIn<Page<OrderView>>(
      'GET',
      `/staff/orders${queryOf(filters, after?.nextCursor ?? null)}`,
    );
    setLooking(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setPage({ ...answer.value, items: [...(after?.items ?? []), ...answer.value.items] });
  }
  useEffect(() => void look(), [done]);
  const set =
    (name: keyof Filters) =>
    ({ currentTarget: { value } }: { readonly currentTarget: HTMLInputElement | HTMLSelectElement }) =>
      setFilters({ ...filters, [name]: value });
  const field = (name: keyof Filters, label: string, type: 'text' | 'email' | 'date' = 'text') => {
    const input = {
      id: `find-${name}`,
      autoComplete: 'off' as const,
      value: filters[name],
      onInput: set(name),
    };
    return (
      <div class="field">
        <label for={`find-${name}`}>{label}</label>
        {type === 'date' ? (
          <input type="date" {...input} />
        ) : type === 'email' ? (
          <input type="email" {...input} />
        ) : (
          <input type="text" {...input} />
        )}
      </div>
    );
  };

  return (
    <section class="panel cols" aria-labelledby="find" aria-busy={page === null && !refusal}>
      <h2 id="find">{words.find}</h2>
      <form
        class="cols"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <div class="filters">
          {field('email', words.email, 'email')}
          {field('id', words.number)}
          {field('sale', words.sale)}
          <div class="field">
            <label for="find-state">{words.state}</label>
            <select id="find-state" value={filters.state} onInput={set('state')}>
              <option value="">{words.anyState}</option>
              {orderStates.map((state) => (
                <option key={state} value={state}>
                  {words.states[state]}
                </option>
              ))}
            </select>
          </div>
          {field('from', words.from, 'date')}
          {field('to', words.to, 'date')}
        </div>
        <p class="other-ways">
          <button type="submit" class="btn btn-go" disabled={isLooking}>
            {isLooking ? words.looking : words.look}
          </button>
          <button type="button" class="btn" onClick={() => void takeFile(queryOf(filters)).then(setRefusal)}>
            {words.file}
          </button>
        </p>
      </form>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void look()} />}
      {page?.items.length === 0 && <p class="quiet">{words.none}</p>}
      {page && page.items.length > 0 && (
        <ul class="found">
          <li class="heads" aria-hidden="true">
            <span>{words.orderSale}</span>
            <span>{words.state}</span>
            <span>{words.email}</span>
            <span>{words.made}</span>
            <span class="sum">{words.total}</span>
          </li>
          {page.items.map((order) => (
            <li key={order.id}>
              <button
                type="button"
                id={rowIdOf(order.id)}
                aria-pressed={order.id === chosen}
                onClick={() => onChoose(order.id)}
              >
                <b>{order.sale.title}</b>
                <span>
                  <span class="chip">{words.states[order.state]}</span>
                </span>
                <span class="quiet">{order.contact.email}</span>
                <span class="quiet">{when(msOf(order.createdAt) ?? 0, now.value, language.value)}</span>
                <span class="sum">{price(order.total, language.value)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {page?.nextCursor && (
        <p>
          <button type="button" class="btn" disabled={isLooking} onClick={() => void look(page)}>
            {words.more}
          </button>
        </p>
      )}
    </section>
  );
}
