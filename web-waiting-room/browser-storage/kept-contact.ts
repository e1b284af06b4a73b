/**
 * Which address this browser has left with its place, masked (PAG-36): enough to say "we write to m…@example.com" after a
 * reload, and nothing that anybody else at this browser could use.
 */
import { forget, keep, kept } from './keep.ts';

const keyOf = (slug: string) => `usher.contact.${slug}`;

export const keptContact = (slug: string): string | null => kept(keyOf(slug));
export const keepContact = (slug: string, email: string): void => keep(keyOf(slug), masked(email));
export const forgetContact = (slug: string): void => forget(keyOf(slug));

/** m…@example.com */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '…' : `${[...email][0]}…${email.slice(at)}`;
}
