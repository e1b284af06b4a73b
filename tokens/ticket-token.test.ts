/** The ticket's code, signed and read as a door without a network reads it. */
import { CompactSign } from 'jose';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { newId } from '../runtime/chance.ts';
import { parseKeyRing } from '../runtime/keyring.ts';
import { formerToken, signAsTicket } from '../test/former-ticket.ts';
import { newKeys } from '../test/stores.ts';
import { signPass } from './pass.ts';
import { readTicketToken, signTicket, ticketJwks } from './ticket-token.ts';

const ids = { ticketId: newId('tic'), saleId: newId('sal'), tierId: newId('tier') };
const ticket = { ...ids, serial: 1 };
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('TIC-3: a scanner reads a ticket with the public keys alone', async () => {
  const ring = parseKeyRing(newKeys());
  const published = JSON.parse(JSON.stringify(ticketJwks(ring)));
  expect(JSON.stringify(published)).not.toContain('"d"');
  expect(await readTicketToken(published, await signTicket(ring, ticket))).toEqual({
    ticketId: ids.ticketId,
    saleEnd: ids.saleId.slice(-8),
    tierEnd: ids.tierId.slice(-8),
    serial: 1,
  });
});

test('TIC-3: any ids come back from a token as they went in', async () => {
  const ring = parseKeyRing(newKeys());
  for (const letter of '0123456789abcdef') {
    const id = letter.repeat(32);
    const signed = { ticketId: `tic_${id}`, saleId: `sal_${id}`, tierId: `tier_${id}`, serial: 7 };
    expect(await readTicketToken(ticketJwks(ring), await signTicket(ring, signed))).toEqual({
      ...{ ticketId: `tic_${id}`, saleEnd: letter.repeat(8), tierEnd: letter.repeat(8), serial: 7 },
    });
  }
  await expect(signTicket(ring, { ...ticket, ticketId: 'tic_1' })).rejects.toThrow('no part of an id');
});

test('TIC-4: a code says for which of its holders it was made, and nobody can make it say another', async () => {
  const ring = parseKeyRing(newKeys());
  const jwks = ticketJwks(ring);
  const second = await signTicket(ring, { ...ticket, serial: 2 });
  expect(await readTicketToken(jwks, second)).toMatchObject({ ticketId: ids.ticketId, serial: 2 });
  const [head = '', body = '', signature = ''] = second.split('.');
  const third = base64url({ ...JSON.parse(Buffer.from(body, 'base64url').toString()), n: 3 });
  expect(await readTicketToken(jwks, `${head}.${third}.${signature}`)).toBeNull();
});

test('TIC-9: a code from before tokens were shortened is read as it was, with its keys and its type alone', async () => {
  const ring = parseKeyRing(newKeys());
  const jwks = ticketJwks(ring);
  const row = { id: 'tic_1', sale_id: 'sal_of_before', tier_id: newId('tier'), order_id: newId('ord') };
  expect(await readTicketToken(jwks, await formerToken(ring, row, 3))).toEqual({
    ...{ ticketId: 'tic_1', saleEnd: 'f_before', tierEnd: row.tier_id.slice(-8), serial: 3 },
  });
  expect(await readTicketToken(jwks, await formerToken(parseKeyRing(newKeys()), row))).toBeNull();
  const claims = { t: row.id, s: row.sale_id, r: row.tier_id };
  expect(await readTicketToken(jwks, await signAsTicket(ring, { typ: 'something' }, claims))).toBeNull();
});

test('TIC-3: every process with the ring has the same keys, and a former key still verifies', async () => {
  const former = newKeys('k1');
  const token = await signTicket(parseKeyRing(former), ticket);
  const rotated = parseKeyRing(`${newKeys('k2')},${former}`);
  expect(await readTicketToken(ticketJwks(rotated), token)).toMatchObject({ ticketId: ids.ticketId });
  const withdrawn = parseKeyRing(newKeys('k2'));
  expect(await readTicketToken(ticketJwks(withdrawn), token)).toBeNull();
});

test('TIC-3: what is not one of our tickets is nothing', async () => {
  const ring = parseKeyRing(newKeys());
  const jwks = ticketJwks(ring);
  const token = await signTicket(ring, ticket);
  const [head = '', body = '', signature = ''] = token.split('.');
  const changed = base64url({ t: Buffer.alloc(16).toString('base64url'), s: 'AAAAAA', r: 'AAAAAA' });
  const pass = await signPass(ring, {
    saleId: 'sal_1',
    visitorId: 'v',
    admissionId: 'adm_1',
    secretHash: null,
    expiresAt: new Date(Date.now() + 60_000),
  });
  const withPublicKeyAsSecret = await new CompactSign(Buffer.from('{}'))
    .setProtectedHeader({ alg: 'HS256', kid: ring.current.kid })
    .sign(Buffer.from(jwks.keys[0]?.x ?? '', 'base64url'));
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const ofAnotherKind = await signAsTicket(ring, { typ: 'something' }, claims);
  const signedAs = (payload: object) => signAsTicket(ring, {}, payload);
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
  const forgeries = [
    '',
    'ticket',
    `${head}.${changed}.${signature}`,
    `${head}.${body}.`,
    unsigned,
    pass,
    withPublicKeyAsSecret,
    ofAnotherKind,
    await signedAs({}),
    await signedAs({ ...claims, n: 0 }),
    await signedAs({ ...claims, t: claims.t.slice(1) }),
    await signedAs({ ...claims, s: claims.t }),
    await signTicket(parseKeyRing(newKeys(ring.current.kid)), ticket),
  ];
  for (const forgery of forgeries) expect(await readTicketToken(jwks, forgery)).toBeNull();
});

test('TIC-12: a code has at most 57 modules a side at medium correction, also for a ticket that was passed on', async () => {
  // Seven letters: no id of a key that `npm run keys` makes is longer.
  const ring = parseKeyRing(newKeys('kAb3xYz'));
  const token = await signTicket(ring, { ...ticket, serial: 9 });
  expect(encode(token, { ecc: 'M', border: 0 }).size).toBeLessThanOrEqual(57);
});
