/** The address that an account has goods sent to, for a form that nobody has typed into yet. */
import type { Address } from '../checkout/buyer.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';

/** Null where the book is empty or cannot be read: then it is typed. */
export async function defaultAddress(): Promise<Address | null> {
  const answer = await askSignedIn<{ readonly items: readonly Address[] }>('GET', '/me/addresses');
  const [first] = answer.ok ? answer.value.items : [];
  if (!first) return null;
  const { recipient, line1, line2, city, postalCode, country } = first;
  return { recipient, line1, ...(line2 && { line2 }), city, postalCode, country };
}
