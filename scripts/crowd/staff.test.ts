/** A crowd's sign-in as the owner, at a real API: with and without a second step, and what it says where it cannot. */
import { expect } from 'vitest';
import { openTestApi, type TestApi, test } from '../../test/api.ts';
import { totpCodeAt } from '../../tokens/totp.ts';
import { createSale, createSaleAs } from './create-sale.ts';
import { WrongOptions } from './options.ts';
import { ownerCodes } from './owner-codes.ts';
import { signInAsOwner } from './staff.ts';

const email = 'owner@house.test';
const STEP_MS = 30_000;

/** One moment for the API and for whoever signs in: a time step that ends between the two would make a code too old. */
const nowMs = Date.now();
const clock = () => nowMs;

/** With a code of the step before this one, so that the codes of now and next are unused. */
async function withTwoStep(api: TestApi) {
  const token = await api.tokenOf('owner');
  const begun = await api.ask('POST', '/api/staff/me/two-step', { token, json: { password: api.password } });
  const { secret, uri } = begun.body as { secret: string; uri: string };
  const json = { totp: totpCodeAt(secret, nowMs - STEP_MS) };
  const on = await api.ask('POST', '/api/staff/me/two-step/confirm', { token, json });
  expect(on.status).toBe(200);
  return { secret, uri, recoveryCodes: on.body.recoveryCodes as string[] };
}

const wordsOf = async (act: Promise<unknown>): Promise<string> => {
  const fault = await act.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(fault).toBeInstanceOf(WrongOptions);
  return String(fault);
};

test('CRW-8: the owner of a crowd signs in with a code, a recovery code, the secret or its address', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { attemptsMax: 100, clock });
  const { secret, uri, recoveryCodes } = await withTwoStep(api);
  const make = async (slug: string, totp: string) => {
    const owner = { email, password: api.password, totp };
    await createSaleAs(await signInAsOwner(api.url, owner, clock), slug, { units: 5 });
  };
  await make('by-recovery-code', recoveryCodes[0] ?? '');
  await make('by-code', totpCodeAt(secret, nowMs));
  // The code of now has been used: the secret gives the next one.
  await make('by-secret', ` ${secret.slice(0, 4)} ${secret.slice(4).toLowerCase()}`);
  const words = await wordsOf(make('by-secret-again', uri));
  expect(words).toContain('there is a new one in half a minute');
  const slugs = await stores.db.selectFrom('sale').select('slug').orderBy('id').execute();
  expect(slugs.map(({ slug }) => slug)).toEqual(['by-recovery-code', 'by-code', 'by-secret']);
});

test('CRW-8: whoever cannot sign in is told what to say', async ({ stores }) => {
  await using api = await openTestApi(stores, { attemptsMax: 100, clock });
  const { secret } = await withTwoStep(api);
  const signIn = (totp?: string) => signInAsOwner(api.url, { email, password: api.password, totp }, clock);
  for (const nothing of [undefined, '', '  '])
    expect(await wordsOf(signIn(nothing))).toContain('two-step sign-in is on: then say OWNER_TOTP=CODE');
  expect(await wordsOf(signIn('000000'))).toContain('the code in OWNER_TOTP is wrong, too old, or used');
  const other = `${secret.startsWith('A') ? 'B' : 'A'}${secret.slice(1)}`;
  expect(await wordsOf(signIn(other))).toContain("not this authenticator's secret");
  expect(await wordsOf(signIn('letmein'))).toContain('OWNER_TOTP is no code of an authenticator');
});

test('CRW-8: where two-step sign-in is required and not on, the word says where to turn it on', async ({
  stores,
}) => {
  await using api = await openTestApi(stores, { twoStep: 'require' });
  await api.hire('owner');
  const make = createSale(api.url, { email, password: api.password }, 'none', { units: 5 });
  expect(await wordsOf(make)).toContain('must turn on two-step sign-in first');
});

test('CRW-8: a sign-in that ended while the crowd came is opened again', async ({ stores, db }) => {
  await using api = await openTestApi(stores, { attemptsMax: 100, clock });
  const { secret } = await withTwoStep(api);
  const act = await signInAsOwner(api.url, { email, password: api.password, totp: secret }, clock);
  await db.deleteFrom('login').execute();
  await act('/api/staff/sales', {
    slug: 'after-a-while',
    title: 'After a while',
    tiers: [{ name: 'General', price: { amount: 1_000, currency: 'KRW' }, capacity: 5 }],
  });
  expect(await db.selectFrom('sale').select('slug').execute()).toEqual([{ slug: 'after-a-while' }]);
});

test('CRW-8: an address of an authenticator is read for its secret, a code for itself', () => {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const nowMs = Date.UTC(2031, 0, 1);
  const codes = [totpCodeAt(secret, nowMs), totpCodeAt(secret, nowMs + STEP_MS)];
  expect(ownerCodes(`otpauth://totp/Usher:owner?issuer=Usher&secret=${secret}`).at(nowMs)).toEqual(codes);
  expect(ownerCodes(secret).at(nowMs)).toEqual(codes);
  expect(ownerCodes(' 123 456 ').at(nowMs)).toEqual(['123 456']);
  expect(() => ownerCodes('otpauth://totp/Usher:owner')).toThrow(WrongOptions);
});
