/** Cancelling an order that nobody has paid: what is held goes on sale again. */
import { useState } from 'preact/hooks';
import type { OrderView } from '../../domain/order-view.ts';
import { RefusalNote } from '../frame/refusal-note.tsx';
import { language, spoken } from '../language/language.ts';
import { count } from '../language/money.ts';
import { PreviewTable } from '../ops/steering/preview-table.tsx';
import type { Refusal } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';
import { ordersWords } from './words.ts';

export function CancelForm({ order, onDone }: { readonly order: OrderView; readonly onDone: () => void }) {
  const words = spoken(ordersWords);
  const lang = language.value;
  const [reason, setReason] = useState('');
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const units = order.lines.reduce((sum, { quantity }) => sum + quantity, 0);

  async function cancel(): Promise<void> {
    setGoing(true);
    const path = `/orders/${encodeURIComponent(order.id)}/cancel`;
    const answer = await askSignedIn('POST', path, { body: { reason } });
    setGoing(false);
    if (answer.ok) onDone();
    else setRefusal(answer.refusal);
  }
  return (
    <form
      class="cols"
      onSubmit={(event) => {
        event.preventDefault();
        void cancel();
      }}
    >
      <h3>{words.cancel}</h3>
      <p class="quiet">{words.cancelSays}</p>
      <div class="field">
        <label for="cancel-reason">{words.reasonTold}</label>
        <input
          id="cancel-reason"
          required
          maxLength={300}
          autoComplete="off"
          value={reason}
          onInput={({ currentTarget: { value } }) => setReason(value)}
        />
        <small>{words.reasonToldSays}</small>
      </div>
      <PreviewTable
        rows={[
          { label: words.left, now: count(units, lang), after: count(0, lang) },
          { label: words.becomes, now: words.states[order.state], after: words.states.cancelled },
        ]}
      />
      {refusal && <RefusalNote refusal={refusal} />}
      <p>
        <button type="submit" class="btn" disabled={isGoing}>
          {isGoing ? words.working : words.cancel}
        </button>
      </p>
    </form>
  );
}
