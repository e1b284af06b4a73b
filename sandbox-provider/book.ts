/**
 * The bank's book: payments, what became of them, and their refunds (SBX-1 to SBX-4).
 *
 * A payment is settled once and stays so: what succeeded cannot be cancelled, what was declined cannot be
 * paid. `create` is one payment per id, `refund` one refund per key, never above what was captured. Nothing
 * changes without a journal entry; whoever answers waits for `flushed` first, so that a restart never takes
 * back what somebody was told.
 *
 * The book is bounded (SBX-10): above `paymentsMax` the oldest payments whose end has been told are forgotten, and the
 * journal is written anew when it holds twice what the book does.
 */
import type { SandboxAsk, SandboxCapture, SandboxRefund } from '../payment/sandbox-wire.ts';
import type { Chance } from '../runtime/chance.ts';
import type { Clock } from '../runtime/clock.ts';
import { addFact, type BankPayment, newPayment, refundedAmount } from './bank-payment.ts';
import type { BankEntry, BankFact, SettledState } from './entry.ts';
import type { Journal } from './journal.ts';

/** What the bank does not do. */
export class BankRefusal extends Error {
  override readonly name = 'BankRefusal';
}

export interface Book {
  create(ask: SandboxAsk): BankPayment;
  find(ref: string): BankPayment | null;
  /** Settles what is pending; what was settled before stays as it is. */
  settle(ref: string, state: SettledState): BankPayment | null;
  /** Takes another sum than was asked for, or in another currency (SBX-13). Refuses what is settled. */
  capture(ref: string, captured: SandboxCapture): BankPayment | null;
  refund(ref: string, refund: SandboxRefund): BankPayment | null;
  dispute(
    ref: string,
    word: { readonly state: 'open' | 'won' | 'lost'; readonly reason: string | null },
  ): BankPayment | null;
  /** Every fact, with its payment, oldest payment first. */
  facts(): Iterable<{ readonly payment: BankPayment; readonly fact: BankFact }>;
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
  readonly tellsOfCreation: (ask: SandboxAsk) => boolean;
  readonly paymentsMax?: number;
}

/** A crowd's rehearsal is ten thousand; ten of them are some 60 MB. */
const PAYMENTS_MAX = 100_000;
/** A small journal is not worth rewriting. */
const REWRITE_ENTRIES_MIN = 10_000;

export function openBook(deps: BookDeps): Book {
  const { journal, clock, chance, onFact, tellsOfCreation, paymentsMax = PAYMENTS_MAX } = deps;
  const payments = new Map<string, BankPayment>();
  const refsById = new Map<string, string>();
  const untold = new Map<string, BankFact>();
  let factCount = 0;
  let entryCount = 0;

  for (const entry of journal.past) remember(entry);
  forgetOldest();
  rewriteIfLong();

  function remember(entry: BankEntry): void {
    entryCount += 1;
    if (entry.type === 'told') {
      untold.delete(entry.eventId);
      return;
    }
    factCount += 1;
    if (entry.eventId !== null) untold.set(entry.eventId, entry);
    if (entry.type === 'created') {
      payments.set(entry.ref, newPayment(entry));
      refsById.set(entry.ask.id, entry.ref);
      return;
    }
    const payment = payments.get(entry.ref);
    if (!payment) throw new Error(`the journal tells of ${entry.ref}, which was never created`);
    addFact(payment, entry);
  }

  /** Stops at the first that is still needed: payments end in about the order in which they began. */
  function forgetOldest(): void {
    for (const [ref, payment] of payments) {
      if (payments.size <= paymentsMax) return;
      find(ref); // Nobody may have looked at it since it ran out.
      const { ask, facts, state } = payment;
      const isTold = facts.every(({ eventId }) => eventId === null || !untold.has(eventId));
      if (state === 'pending' || !isTold) return;
      payments.delete(ref);
      refsById.delete(ask.id);
      factCount -= facts.length;
    }
  }

  function rewriteIfLong(): void {
    if (entryCount < Math.max(REWRITE_ENTRIES_MIN, 2 * factCount)) return;
    entryCount = factCount;
    journal.rewrite(() =>
      [...payments.values()].flatMap(({ facts }) =>
        facts.map((fact) => ({
          ...fact,
          eventId: fact.eventId && untold.has(fact.eventId) ? fact.eventId : null,
        })),
      ),
    );
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
      const eventId = tellsOfCreation(ask) ? newEventId() : null;
      write({ type: 'created', at: at(), ref, eventId, ask });
      forgetOldest();
      rewriteIfLong();
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
    capture: (ref, captured) => {
      const payment = find(ref);
      if (!payment) return null;
      if (payment.state !== 'pending') throw new BankRefusal('this payment is settled');
      write({ type: 'settled', at: at(), ref, eventId: newEventId(), state: 'succeeded', captured });
      return payment;
    },
    refund: (ref, { key, amount }) => {
      const payment = find(ref);
      if (!payment) return null;
      const given = payment.refunds.get(key);
      if (given === amount) return payment;
      if (given !== undefined) throw new BankRefusal('this key belongs to a refund of another amount');
      if (payment.state !== 'succeeded') throw new BankRefusal('nothing was captured');
      if (payment.dispute && payment.dispute.state !== 'won')
        throw new BankRefusal("the buyer's bank has the money");
      if (refundedAmount(payment) + amount > payment.money.amount)
        throw new BankRefusal('more than was captured');
      write({ type: 'refunded', at: at(), ref, eventId: newEventId(), key, amount });
      return payment;
    },
    dispute: (ref, { state, reason }) => {
      const payment = find(ref);
      if (!payment || payment.dispute?.state === state) return payment;
      const left = payment.money.amount - refundedAmount(payment);
      const isOpening = state === 'open' && payment.dispute === null;
      if (payment.state !== 'succeeded' || left === 0) throw new BankRefusal('there is no money to dispute');
      if (!isOpening && payment.dispute?.state !== 'open') throw new BankRefusal('no dispute is open');
      const amount = payment.dispute?.amount ?? left;
      write({ type: 'disputed', at: at(), ref, eventId: newEventId(), state, amount, reason });
      return payment;
    },
    facts: function* () {
      for (const payment of payments.values()) for (const fact of payment.facts) yield { payment, fact };
    },
    untold: () => [...untold.values()],
    told: (eventId) => {
      remember({ type: 'told', eventId });
      // Lost in a crash it costs the shop one webhook more.
      journal.note({ type: 'told', eventId });
    },
    flushed: () => journal.flushed(),
  };
}

function sameAs(known: BankPayment, ask: SandboxAsk): BankPayment {
  if (known.ask.amount !== ask.amount || known.ask.currency !== ask.currency)
    throw new BankRefusal('this id belongs to a payment of another amount');
  return known;
}
