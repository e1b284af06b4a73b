/**
 * The bank's book: payments, what became of them, and their refunds (SBX-1 to SBX-4).
 *
 * A payment is settled once and stays so: what succeeded cannot be cancelled, what was declined cannot be
 * paid. `create` is one payment per id, `refund` one refund per key, never above what was captured. Nothing
 * changes without a journal entry; whoever answers waits for `flushed` first, so that a restart never takes
 * back what somebody was told.
 */
import type { SandboxAsk, SandboxPayment, SandboxRefund } from '../payment/sandbox-wire.ts';
import type { Chance } from '../runtime/chance.ts';
import type { Clock } from '../runtime/clock.ts';
import type { BankEntry, BankFact, SettledState } from './entry.ts';
import type { Journal } from './journal.ts';

export interface BankPayment {
  readonly ref: string;
  readonly ask: SandboxAsk;
  state: 'pending' | SettledState;
  readonly refunds: Map<string, number>;
}

/** What the bank does not do. */
export class BankRefusal extends Error {
  override readonly name = 'BankRefusal';
}

export interface Book {
  create(ask: SandboxAsk): BankPayment;
  find(ref: string): BankPayment | null;
  /** Settles what is pending; what was settled before stays as it is. */
  settle(ref: string, state: SettledState): BankPayment | null;
  refund(ref: string, refund: SandboxRefund): BankPayment | null;
  /** Facts whose webhooks are still to be sent, oldest first. */
  untold(): BankFact[];
  told(eventId: string): void;
  flushed(): Promise<void>;
}

export interface BookDeps {
  readonly journal: Journal<BankEntry>;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Hears of each fact that is to be told, once it is written down. */
  readonly onFact: (fact: BankFact) => void;
  /** Whether the beginning of a payment is told as well. */
  readonly tellsOfCreation: () => boolean;
}

export function openBook({ journal, clock, chance, onFact, tellsOfCreation }: BookDeps): Book {
  const payments = new Map<string, BankPayment>();
  const refsById = new Map<string, string>();
  const untold = new Map<string, BankFact>();

  for (const entry of journal.past) remember(entry);

  function remember(entry: BankEntry): void {
    if (entry.type === 'told') {
      untold.delete(entry.eventId);
      return;
    }
    if (entry.eventId !== null) untold.set(entry.eventId, entry);
    if (entry.type === 'created') {
      const { ref, ask } = entry;
      payments.set(ref, { ref, ask, state: 'pending', refunds: new Map() });
      refsById.set(ask.id, ref);
      return;
    }
    const payment = payments.get(entry.ref);
    if (!payment) throw new Error(`the journal tells of ${entry.ref}, which was never created`);
    if (entry.type === 'settled') payment.state = entry.state;
    else payment.refunds.set(entry.key, entry.amount);
  }

  function write(entry: BankFact): void {
    remember(entry);
    journal.append(entry);
    if (entry.eventId !== null) void journal.flushed().then(() => onFact(entry));
  }

  const at = () => new Date(clock()).toISOString();
  const newEventId = () => `evt_${chance.bytes(12).toString('base64url')}`;

  function find(ref: string): BankPayment | null {
    const payment = payments.get(ref);
    if (!payment) return null;
    if (payment.state === 'pending' && clock() >= Date.parse(payment.ask.expiresAt)) {
      write({ type: 'settled', at: at(), ref, eventId: newEventId(), state: 'cancelled' });
    }
    return payment;
  }

  return {
    find,
    create: (ask) => {
      const known = payments.get(refsById.get(ask.id) ?? '');
      if (known) return sameAs(known, ask);
      const ref = `sbx_${chance.bytes(16).toString('base64url')}`;
      const eventId = tellsOfCreation() ? newEventId() : null;
      write({ type: 'created', at: at(), ref, eventId, ask });
      const created = payments.get(ref);
      if (!created) throw new Error('a created payment is in the book');
      return created;
    },
    settle: (ref, state) => {
      const payment = find(ref);
      if (payment?.state === 'pending')
        write({ type: 'settled', at: at(), ref, eventId: newEventId(), state });
      return payment;
    },
    refund: (ref, { key, amount }) => {
      const payment = find(ref);
      if (!payment) return null;
      const given = payment.refunds.get(key);
      if (given === amount) return payment;
      if (given !== undefined) throw new BankRefusal('this key belongs to a refund of another amount');
      if (payment.state !== 'succeeded') throw new BankRefusal('nothing was captured');
      if (refundedAmount(payment) + amount > payment.ask.amount)
        throw new BankRefusal('more than was captured');
      write({ type: 'refunded', at: at(), ref, eventId: newEventId(), key, amount });
      return payment;
    },
    untold: () => [...untold.values()],
    told: (eventId) => {
      remember({ type: 'told', eventId });
      journal.append({ type: 'told', eventId });
    },
    flushed: () => journal.flushed(),
  };
}

export function refundedAmount({ refunds }: BankPayment): number {
  return [...refunds.values()].reduce((sum, amount) => sum + amount, 0);
}

/** As the API answers it. */
export function viewOf(payment: BankPayment, publicUrl: string): SandboxPayment {
  const { ref, ask, state } = payment;
  const refunded = refundedAmount(payment);
  return {
    ref,
    id: ask.id,
    url: `${publicUrl}/sandbox/pay/${ref}`,
    state: state === 'succeeded' && refunded === ask.amount ? 'refunded' : state,
    amount: ask.amount,
    currency: ask.currency,
    refundedAmount: refunded,
  };
}

function sameAs(known: BankPayment, ask: SandboxAsk): BankPayment {
  if (known.ask.amount !== ask.amount || known.ask.currency !== ask.currency)
    throw new BankRefusal('this id belongs to a payment of another amount');
  return known;
}
