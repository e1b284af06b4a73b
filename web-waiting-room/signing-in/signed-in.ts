/**
 * Who is signed in here, a member of staff or the account of a buyer. The access token lives in memory alone; the HttpOnly
 * cookie brings a new one.
 *
 * A refresh token may be shown once, and showing it twice ends the sign-in. All tabs share the cookie, so only one of them
 * refreshes at a time.
 */
import { signal } from '@preact/signals';
import { forget, keep, kept } from '../browser-storage/keep.ts';
import { forgetAccountCopies } from '../browser-storage/kept-tickets.ts';
import { type Answer, ask, type Question } from '../server/ask.ts';

export interface Staff {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly hasTwoStep: boolean;
  /** `now`: nothing else is open until it is on. */
  readonly mustTurnOnTwoStep: 'no' | 'soon' | 'now';
}
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly phone: string | null;
  readonly language: 'ko' | 'en';
}
/** One of the two. */
export interface SignedIn {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly staff?: Staff;
  readonly account?: Account;
}

/** Undefined until we know; null where nobody is signed in. */
export const signedIn = signal<SignedIn | null | undefined>(undefined);

/** The token is renewed this long before it ends. */
const renewBeforeMs = 60_000;
const againMs = 3_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** `totp`: where two-step sign-in is on; empty otherwise. */
export async function signIn(email: string, password: string, totp = ''): Promise<Answer<SignedIn>> {
  const body = { email, password, ...(totp.trim() !== '' && { totp }) };
  const answer = await ask<SignedIn>('POST', '/auth/login', { body });
  if (answer.ok) take(answer.value);
  return answer;
}

/** Signed up, or in by other means. */
export function takeSignIn(who: SignedIn): void {
  take(who);
}

/** The account as it was changed here. */
export function noteAccount(account: Account): void {
  if (signedIn.value) signedIn.value = { ...signedIn.value, account };
}

export async function signOut(): Promise<void> {
  await ask('POST', '/auth/logout', { headers: bearer() });
  forgetSignIn();
}

/** Whatever ended it, here nobody is signed in any more. */
export function forgetSignIn(): void {
  clearTimeout(timer);
  signedIn.value = null;
  remember(false);
  forgetAccountCopies();
}

/** A new access token by the cookie. False where nobody is signed in any more. */
export async function renew(): Promise<boolean> {
  const answer = await alone(() => ask<SignedIn>('POST', '/auth/refresh'));
  if (answer.ok) {
    take(answer.value);
    return true;
  }
  if (answer.refusal.status === 401 || answer.refusal.status === 403) {
    forgetSignIn();
    return false;
  }
  // The server is away or busy: who is signed in stays so, and we ask again.
  await new Promise((done) => setTimeout(done, answer.refusal.retryAfterMs ?? againMs));
  return renew();
}

/** At the start of a page that needs to know who it is: where nobody has signed in, nobody is asked about. */
export async function recallSignIn(): Promise<boolean> {
  if (wasSignedIn()) return renew();
  forgetSignIn();
  return false;
}

/** Asks as the one who is signed in; renews once where the token has ended. */
export async function askSignedIn<T>(
  method: string,
  path: string,
  question: Question = {},
): Promise<Answer<T>> {
  const once = () => ask<T>(method, path, { ...question, headers: { ...question.headers, ...bearer() } });
  const answer = await once();
  return !answer.ok && answer.refusal.code === 'not_signed_in' && (await renew()) ? once() : answer;
}

/** The header that says who asks; without a value where nobody is signed in. */
export const bearer = () => ({
  authorization: signedIn.value ? `Bearer ${signedIn.value.accessToken}` : undefined,
});

/** The same for what only an account does: a member of staff orders as nobody. */
export const accountBearer = () => (signedIn.value?.account ? bearer() : { authorization: undefined });

/**
 * Whether somebody has signed in with this browser: pages that do not need to know who it is ask nothing where nobody has.
 */
const flag = 'usher.signed-in';
const remember = (isSignedIn: boolean) => (isSignedIn ? keep(flag, 'yes') : forget(flag));
export const wasSignedIn = (): boolean => kept(flag) === 'yes';

function take(who: SignedIn): void {
  signedIn.value = who;
  remember(true);
  clearTimeout(timer);
  const endsInMs = Date.parse(who.expiresAt) - Date.now();
  timer = setTimeout(() => void renew(), Math.max(againMs, endsInMs - renewBeforeMs));
}

const alone = <T>(act: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request('usher.refresh', act) : act();
