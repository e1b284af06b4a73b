/** Tokens of staff and of accounts: neither passes for the other, nor for anything else. */
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { Refused } from '../domain/refusals.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { newKeys } from '../test/stores.ts';
import {
  ACCESS_MS,
  readAccessToken,
  readAccountToken,
  signAccessToken,
  signAccountToken,
} from './access-token.ts';
import { signPass } from './pass.ts';

const ring = parseKeyRing(newKeys());
const nowMs = 1_800_000_000_000;
const staff = { kind: 'staff', staffId: 'stf_1', role: 'owner', loginId: 'log_1' } as const;
const account = { accountId: 'acc_1', loginId: 'log_2' };

test('ACC-7: an account’s token says whose it is, for a quarter of an hour', async () => {
  const { accessToken, expiresAt } = await signAccountToken(ring, account, nowMs);
  expect(await readAccountToken(ring, accessToken, nowMs)).toEqual({
    kind: 'account',
    ...account,
    expiresAt,
  });
  expect(expiresAt.getTime()).toBe(nowMs + ACCESS_MS);
  await expect(readAccountToken(ring, accessToken, nowMs + ACCESS_MS)).rejects.toThrow(Refused);
});

test('ACC-8: what is signed for another audience is nobody’s, whatever it says of itself', async () => {
  const { kid } = ring.current;
  const claimed = async (audience: string) =>
    await new SignJWT({ kind: 'account', login: 'log_2' })
      .setProtectedHeader({ alg: 'HS256', typ: 'access+jwt', kid })
      .setIssuer('usher')
      .setAudience(audience)
      .setSubject('acc_1')
      .setExpirationTime(new Date(nowMs + ACCESS_MS))
      .sign(ring.current.derive('access'));
  await expect(readAccountToken(ring, await claimed('api'), nowMs)).rejects.toThrow(Refused);
  expect(await readAccountToken(ring, await claimed('accounts'), nowMs)).toMatchObject({
    accountId: 'acc_1',
  });
});

test('ACC-8: staff’s tokens are no account’s, accounts’ no staff’s, and others’ nobody’s', async () => {
  const ofStaff = (await signAccessToken(ring, staff, nowMs)).accessToken;
  const ofAccount = (await signAccountToken(ring, account, nowMs)).accessToken;
  const foreign = (await signAccountToken(parseKeyRing(newKeys()), account, nowMs)).accessToken;
  const pass = await signPass(ring, {
    ...{ saleId: 'sal_1', visitorId: 'me', admissionId: 'adm_1', secretHash: null },
    expiresAt: new Date(nowMs + ACCESS_MS),
  });
  await expect(readAccessToken(ring, ofAccount, nowMs)).rejects.toThrow(Refused);
  for (const text of [ofStaff, foreign, pass, '', 'a.b.c'])
    await expect(readAccountToken(ring, text, nowMs), text).rejects.toThrow(Refused);
  expect(await readAccessToken(ring, ofStaff, nowMs)).toMatchObject({ staffId: 'stf_1' });
});
