/** An address that a visitor typed. A slip of the finger is refused in words; it is no bad message. */
import { z } from 'zod';
import { Refused } from '../../domain/refusals.ts';

const shape = z.string().trim().max(254).pipe(z.email());

export function addressOf(typed: string): string {
  const { data } = shape.safeParse(typed);
  if (data === undefined) throw new Refused('invalid_request', { detail: 'This is not an email address.' });
  return data;
}
