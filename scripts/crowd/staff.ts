/** Acts of the staff for a crowd, as the ops page does them: signed in as the owner that run.json names. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WrongOptions } from './options.ts';

export interface Owner {
  readonly email: string;
  readonly password: string;
}

/** Throws WrongOptions with what was answered. */
export async function actAsOwner(base: string, owner: Owner, path: string, json: object): Promise<void> {
  const { accessToken } = await post(base, '/api/auth/login', owner);
  await post(base, path, json, String(accessToken));
}

const BUSY_MS_MAX = 10_000;
const BUSY_MS = 500;

async function post(base: string, path: string, json: object, accessToken?: string) {
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
    if (response.ok) return JSON.parse(text) as Record<string, unknown>;
    if (response.status !== 503 || Date.now() > giveUpAt)
      throw new WrongOptions(`${path} answers ${response.status}: ${text}`);
    await sleep(BUSY_MS);
  }
}
