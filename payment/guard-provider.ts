/**
 * A provider behind a circuit breaker (PAY-13): after some calls in a row that found nobody, further ones fail at once for
 * a while, instead of holding a buyer, a connection and a place in the pool for seconds each. Refusals are answers, and
 * open no circuit.
 */
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import { type PaymentProvider, ProviderFailed } from './provider.ts';

export interface Guard {
  /** Failures in a row before the circuit opens. */
  readonly failuresMax: number;
  /** How long it stays open before one call may try again. */
  readonly openMs: number;
}

const usual: Guard = { failuresMax: 5, openMs: 5_000 };

export function guardProvider(provider: PaymentProvider, guard: Guard = usual): PaymentProvider {
  const breaker = circuitBreaker(
    handleWhen((fault) => fault instanceof ProviderFailed && (fault.status === null || fault.status >= 500)),
    { halfOpenAfter: guard.openMs, breaker: new ConsecutiveBreaker(guard.failuresMax) },
  );
  const guarded = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await breaker.execute(act);
    } catch (fault) {
      if (!(fault instanceof BrokenCircuitError)) throw fault;
      throw new ProviderFailed(`${provider.name} did not answer lately: not asked`, null, { cause: fault });
    }
  };
  return {
    ...provider,
    create: (ask) => guarded(() => provider.create(ask)),
    read: (ref) => guarded(() => provider.read(ref)),
    cancel: (ref) => guarded(() => provider.cancel(ref)),
    refund: (ref, refund) => guarded(() => provider.refund(ref, refund)),
    changes: (ask) => guarded(() => provider.changes(ask)),
  };
}
