/** Joining and leaving the reserve list of a sale that is sold out: `reserve`. */
import { Refused } from '../../domain/refusals.ts';
import type { Deed } from './deed.ts';

export interface ReserveWish {
  /** Null leaves the list. */
  readonly email: string | null;
  readonly language: 'ko' | 'en';
}

export const reserve: Deed<ReserveWish> = async () => {
  throw new Refused('invalid_request', { detail: 'There is no reserve list.' });
};
