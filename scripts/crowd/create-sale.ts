/** `--create`: makes the crowd's sale as the owner, by the same staff calls that the ops page uses, and opens it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WrongOptions } from './options.ts';

/** `units` is one tier of that capacity; every other name is a setting of the sale, as POST /api/staff/sales takes it. */
export async function createSale(
  base: string,
  owner: { email: string; password: string },
  slug: string,
  { units, ...settings }: Record<string, unknown>,
): Promise<void> {
  const { accessToken } = await post(base, '/api/auth/login', owner);
  const price = { amount: 12_000, currency: 'KRW' };
  await post(
    base,
    '/api/staff/sales',
    {
      slug,
      title: `Crowd sale ${slug}`,
      ...(units !== undefined && { tiers: [{ name: 'General', price, capacity: units }] }),
      opensAt: new Date().toISOString(),
      ...settings,
    },
    String(accessToken),
  );
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
