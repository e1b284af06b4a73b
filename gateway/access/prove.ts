/** The check of the slow lane, solved in the browser: `prove`. */
import { Refused } from '../../domain/refusals.ts';
import type { Deed } from '../line/deed.ts';

export const prove: Deed<{ readonly proof: string }> = async () => {
  throw new Refused('invalid_request', { detail: 'There is no check to solve.' });
};
