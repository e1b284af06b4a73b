/**
 * One payment of the bank as its facts have made it. Facts are kept as they came: the journal is rewritten from them, and
 * the bank's account of what happened to money reads them.
 */
import type { SandboxAsk, SandboxCapture, SandboxChanges, SandboxPayment } from '../payment/sandbox-wire.ts';
import type { BankFact, SettledState } from './entry.ts';

export interface BankPayment {
  readonly ref: string;
  readonly ask: SandboxAsk;
  readonly facts: BankFact[];
  state: 'pending' | SettledState;
  /** What was asked for, until another sum is captured. */
  money: SandboxCapture;
  readonly refunds: Map<string, number>;
  dispute: Omit<Extract<BankFact, { type: 'disputed' }>, 'type'> | null;
}

export const newPayment = (fact: Extract<BankFact, { type: 'created' }>): BankPayment => ({
  ref: fact.ref,
  ask: fact.ask,
  facts: [fact],
  state: 'pending',
  money: { amount: fact.ask.amount, currency: fact.ask.currency },
  refunds: new Map(),
  dispute: null,
});

export function addFact(payment: BankPayment, fact: Exclude<BankFact, { type: 'created' }>): void {
  payment.facts.push(fact);
  if (fact.type === 'settled') {
    payment.state = fact.state;
    payment.money = fact.captured ?? payment.money;
  } else if (fact.type === 'refunded') payment.refunds.set(fact.key, fact.amount);
  else payment.dispute = fact;
}

export function refundedAmount({ refunds }: Pick<BankPayment, 'refunds'>): number {
  return [...refunds.values()].reduce((sum, amount) => sum + amount, 0);
}

/** As the API answers it. */
export function viewOf(payment: BankPayment, publicUrl: string): SandboxPayment {
  const { ref, ask, state, money, dispute } = payment;
  const refunded = refundedAmount(payment);
  return {
    ref,
    id: ask.id,
    url: `${publicUrl}/sandbox/pay/${ref}`,
    state: state === 'succeeded' && refunded === money.amount ? 'refunded' : state,
    ...money,
    refundedAmount: refunded,
    dispute: dispute && {
      ref: disputeRefOf(ref),
      state: dispute.state,
      amount: dispute.amount,
      reason: dispute.reason,
    },
  };
}

const disputeRefOf = (ref: string): string => ref.replace('sbx_', 'dsp_');

type Change = SandboxChanges['changes'][number];

/** What a fact did to money; null where it moved none. */
export function changeOf({ ref, ask, facts, money: held }: BankPayment, fact: BankFact): Change | null {
  const { id, orderId = null } = ask;
  const { currency } = held;
  const money = (what: Change['what'], amount: number): Change => ({
    ref,
    id,
    orderId,
    what,
    amount,
    currency,
  });
  if (fact.type === 'settled' && fact.state === 'succeeded') return money('captured', held.amount);
  if (fact.type === 'disputed') return money('disputed', fact.amount);
  if (fact.type !== 'refunded') return null;
  const until = facts.slice(0, facts.indexOf(fact) + 1);
  return money(
    'refunded',
    until.reduce((sum, one) => (one.type === 'refunded' ? sum + one.amount : sum), 0),
  );
}
