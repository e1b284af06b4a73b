/**
 * Acts of the staff for a crowd, as the ops page does them: signed in as the owner that run.json names, with a second step
 * where two-step sign-in is on. Whoever cannot sign in hears why before anybody joins (CRW-8).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { WrongOptions } from './options.ts';
import { type OwnerCodes, ownerCodes } from './owner-codes.ts';

export interface Owner {
  readonly email: string;
  readonly password: string;
  /** As OWNER_TOTP has it. */
  readonly totp?: string | undefined;
}

/** Throws WrongOptions with what was answered. */
export type ActAsOwner = (path: string, json: object) => Promise<void>;

/** Throws WrongOptions with what is missing. A sign-in that has ended meanwhile is opened again by the first act. */
export async function signInAsOwner(base: string, owner: Owner, clock = Date.now): Promise<ActAsOwner> {
  const codes = ownerCodes(owner.totp);
  const signInNow = () => signIn(base, owner, codes, clock());
  let accessToken = await signInNow();
  return async (path, json) => {
    let answer = await post(base, path, json, accessToken);
    if (answer.status === 401) {
      accessToken = await signInNow();
      answer = await post(base, path, json, accessToken);
    }
    if (answer.text.includes('"two_step_required"'))
      throw new WrongOptions(
        `${owner.email} must turn on two-step sign-in first, at ${base}/staff; then say OWNER_TOTP`,
      );
    if (!answer.isOk) throw refused(path, answer);
  };
}

async function signIn(
  base: string,
  { email, password }: Owner,
  codes: OwnerCodes,
  nowMs: number,
): Promise<string> {
  const tried = codes.at(nowMs);
  for (const totp of tried) {
    const json = { email, password, ...(totp !== undefined && { totp }) };
    const answer = await post(base, '/api/auth/login', json);
    if (answer.isOk) return (JSON.parse(answer.text) as { accessToken: string }).accessToken;
    if (answer.status !== 401) throw refused('/api/auth/login', answer);
  }
  throw new WrongOptions(`${email} cannot sign in at ${base}. ${whyNot(codes, tried)}`);
}

/** The answer is the same for a wrong password and for a missing or wrong code, so the word names them all. */
function whyNot({ isSecret }: OwnerCodes, tried: readonly (string | undefined)[]): string {
  if (tried.includes(undefined))
    return `The password is not the one of .usher/run.json any more, or two-step sign-in is on: then say OWNER_TOTP=CODE npm run crowd …, a code
of the authenticator (six digits), a recovery code, or the authenticator's secret.`;
  if (isSecret)
    return `The password is not the one of .usher/run.json any more, or OWNER_TOTP is not this authenticator's secret, or its codes have just been
used: each is good once, and there is a new one in half a minute.`;
  return `The password is not the one of .usher/run.json any more, or the code in OWNER_TOTP is wrong, too old, or used: each is good once, and
for about a minute. The authenticator's secret in its place is good for every sign-in.`;
}

interface Answered {
  readonly isOk: boolean;
  readonly status: number;
  readonly text: string;
}

const refused = (path: string, { status, text }: Answered) =>
  new WrongOptions(`${path} answers ${status}: ${text}`);

const BUSY_MS_MAX = 10_000;
const BUSY_MS = 500;

async function post(base: string, path: string, json: object, accessToken?: string): Promise<Answered> {
  for (const giveUpAt = Date.now() + BUSY_MS_MAX; ; ) {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify(json),
    });
    const text = await response.text();
    const { ok: isOk, status } = response;
    if (status !== 503 || Date.now() > giveUpAt) return { isOk, status, text };
    await sleep(BUSY_MS);
  }
}
