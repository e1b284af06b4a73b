/**
 * How the bank behaves towards one payment: the knobs, and over them the profile of the payment, else of its sale, else of
 * everything (SBX-9). Kept in memory alone: a bank that starts again behaves as its settings say.
 */
import {
  calmKnobs,
  type SandboxKnobs,
  type SandboxProfile,
  sandboxProfiles,
} from '../payment/sandbox-knobs.ts';
import type { BankPayment } from './bank-payment.ts';

export interface Manners {
  readonly knobs: SandboxKnobs;
  /** `null`: towards nobody in particular. */
  of(payment: Pick<BankPayment, 'ref' | 'ask'> | null): SandboxKnobs;
  /** `null` takes it away. False where there are too many. */
  setForSale(saleId: string, profile: SandboxProfile | null): boolean;
  setForPayment(ref: string, profile: SandboxProfile | null): boolean;
}

/** Tests and trials name a few. */
const PROFILES_MAX = 10_000;

export function openManners(change: Partial<SandboxKnobs> = {}): Manners {
  const knobs: SandboxKnobs = { ...calmKnobs, ...change };
  const bySale = new Map<string, SandboxProfile>();
  const byPayment = new Map<string, SandboxProfile>();
  return {
    knobs,
    of: (payment) => {
      const own = payment && (byPayment.get(payment.ref) ?? bySale.get(payment.ask.saleId ?? ''));
      const profile = own ?? knobs.profile;
      return profile === null ? knobs : { ...knobs, ...sandboxProfiles[profile] };
    },
    setForSale: (saleId, profile) => put(bySale, saleId, profile),
    setForPayment: (ref, profile) => put(byPayment, ref, profile),
  };
}

function put(map: Map<string, SandboxProfile>, key: string, profile: SandboxProfile | null): boolean {
  if (profile === null) map.delete(key);
  else if (map.has(key) || map.size < PROFILES_MAX) map.set(key, profile);
  else return false;
  return true;
}
