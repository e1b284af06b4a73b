/** What was ordered with the account, the newest first. */
import { useEffect, useState } from 'preact/hooks';
import type { OrderView } from '../../domain/order-view.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { language, spoken } from '../language/language.ts';
import { price } from '../language/money.ts';
import { orderSays } from '../order/order-mood.ts';
import type { Refusal } from '../server/ask.ts';
import { now } from '../server-clock/server-clock.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { accountWords } from './words.ts';

interface Page {
  readonly items: readonly OrderView[];
  readonly nextCursor: string | null;
}

export function Orders() {
  const words = spoken(accountWords);
  const [known, setKnown] = useState<Page | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function load(after: Page | null): Promise<void> {
    const query = after?.nextCursor ? `?cursor=${encodeURIComponent(after.nextCursor)}` : '';
    const answer = await askSignedIn<Page>('GET', `/me/orders${query}`);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok)
      setKnown({
        items: [...(after?.items ?? []), ...answer.value.items],
        nextCursor: answer.value.nextCursor,
      });
  }
  useEffect(() => void load(null), []);

  return (
    <section aria-labelledby="orders">
      <h2 class="h2" id="orders">
        {words.orders}
      </h2>
      <p>
        <a href="/tickets">{words.allTickets}</a>
      </p>
      {refusal && <RefusalNote refusal={refusal} onRetry={() => void load(known)} />}
      {known?.items.length === 0 && <p class="quiet">{words.noOrders}</p>}
      <ul class="rows">
        {known?.items.map((order) => (
          <li key={order.id}>
            <p>
              <a href={`/orders/${order.id}`}>{order.sale.title}</a>
              <br />
              <span class="quiet">{orderSays(order, now.value, language.value).title}</span>
            </p>
            <p>{price(order.total, language.value)}</p>
          </li>
        ))}
      </ul>
      {known?.nextCursor && (
        <p>
          <button type="button" class="btn" onClick={() => void load(known)}>
            {words.more}
          </button>
        </p>
      )}
    </section>
  );
}
