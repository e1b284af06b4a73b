/** Buyers for tests: they sign up as a person does, with the code out of the letter. */
import { openText } from '../runtime/seal.ts';
import type { Answer, TestApi, TestStores } from './api.ts';

export const goodPassword = 'a long enough password';

/** The newest letter of this kind to this address, as the queue-worker would open it. */
export async function letterTo(
  { db }: Pick<TestStores, 'db'>,
  ring: TestApi['ring'],
  kind: string,
  email: string,
): Promise<{ code?: string } | null> {
  const rows = await db
    .selectFrom('outbox')
    .select('payload')
    .where('topic', '=', 'mail')
    .orderBy('id', 'desc')
    .execute();
  for (const { payload } of rows) {
    const { kind: itsKind, sealed } = payload as { kind: string; sealed: string };
    if (itsKind !== kind) continue;
    const content = JSON.parse(openText(ring, sealed, `letter:${kind}`)) as { email: string; code?: string };
    if (content.email === email) return content;
  }
  return null;
}

export async function signUp(
  api: TestApi,
  stores: Pick<TestStores, 'db'>,
  email: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  await api.ask('POST', '/api/auth/signup/code', { json: { email } });
  const letter = await letterTo(stores, api.ring, 'signup_code', email);
  const json = { email, code: letter?.code ?? '', password: goodPassword, name: 'Minseo Han', ...more };
  return await api.ask('POST', '/api/auth/signup', { json });
}

/** The refresh cookie of an answer, to be sent back with the shop's own origin. */
export const cookieOf = ({ headers }: Answer): Record<string, string> => ({
  cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '',
  origin: 'http://shop.test',
});
