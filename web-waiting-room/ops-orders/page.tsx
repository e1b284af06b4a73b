/** Orders for whoever helps a buyer: finding one, its story, giving money back, and what could not be done. */
import { useState } from 'preact/hooks';
import { spoken } from '../language/language.ts';
import { signedIn } from '../signing-in/signed-in.ts';
import { StaffFrame } from '../staff/staff-frame.tsx';
import { DeadLettersPanel } from './dead-letters-panel.tsx';
import { FindPanel, rowIdOf } from './find-panel.tsx';
import { FlagsPanel } from './flags-panel.tsx';
import { OrderPanel } from './order-panel.tsx';
import { ordersWords } from './words.ts';

export function OrdersPage() {
  const words = spoken(ordersWords);
  const [orderId, setOrderId] = useState(new URLSearchParams(location.search).get('order'));
  /** Counts what was done here, so that the list looks again. */
  const [done, setDone] = useState(0);
  const role = signedIn.value?.staff?.role ?? 'door';
  document.title = `${words.title} · Usher`;

  /** In the address too, so that it can be passed on to a colleague. */
  function choose(id: string | null): void {
    setOrderId(id);
    history.replaceState(null, '', id === null ? location.pathname : `?order=${encodeURIComponent(id)}`);
  }
  /** Back to where the order was chosen. */
  function close(id: string): void {
    choose(null);
    document.getElementById(rowIdOf(id))?.focus();
  }
  return (
    <StaffFrame area={words.title} here="orders">
      <h1 class="h1">{words.title}</h1>
      {orderId !== null && (
        <OrderPanel
          key={orderId}
          orderId={orderId}
          onClose={() => close(orderId)}
          onDone={() => setDone(done + 1)}
        />
      )}
      <FindPanel chosen={orderId} done={done} onChoose={choose} />
      <FlagsPanel mayClear={role !== 'door'} />
      <DeadLettersPanel mayDecide={role === 'owner' || role === 'operator'} />
    </StaffFrame>
  );
}
