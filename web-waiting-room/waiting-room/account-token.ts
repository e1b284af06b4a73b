/**
 * Whoever signed in with this browser stands in line as the account, the same place on every device. Asked only where
 * somebody has signed in here: nobody else loads any of it.
 */

import type { JoinMessage } from '../../domain/protocol.ts';
import { kept } from '../browser-storage/keep.ts';

/** The access token of now, which is renewed before it ends; nothing where nobody is signed in any more. */
export async function accountToken(): Promise<() => Pick<JoinMessage, 'accessToken'>> {
  if (kept('usher.signed-in') === null) return () => ({});
  const { renew, signedIn } = await import('../signing-in/signed-in.ts');
  await renew();
  return () => {
    const who = signedIn.peek();
    return who?.account ? { accessToken: who.accessToken } : {};
  };
}
