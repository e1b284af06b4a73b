/** Whose lists these are: the account's that is signed in here, or this browser's own. */
import { type Account, renew, signedIn, wasSignedIn } from '../signing-in/signed-in.ts';

let asked: Promise<boolean> | undefined;

/** Null: nobody with an account. Staff have none. */
export async function ownAccount(): Promise<Account | null> {
  if (signedIn.value === undefined && wasSignedIn()) {
    // All who ask at once share the one renewal: a refresh token may be shown once.
    asked ??= renew().finally(() => {
      asked = undefined;
    });
    await asked;
  }
  return signedIn.value?.account ?? null;
}
