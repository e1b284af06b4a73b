/** The ticket's code, signed and read as a door without a network reads it. */
import { createPrivateKey } from 'node:crypto';
import { CompactSign } from 'jose';
import { expect, test } from 'vitest';
import { parseKeyRing } from '../runtime/keyring.ts';
import { newKeys } from '../test/stores.ts';
import { signPass } from './pass.ts';
import { readTicketToken, signTicket, ticketJwks } from './ticket-token.ts';

const ticket = {
  ...{ ticketId: 'tic_1', saleId: 'sal_1', tierId: 'tier_1', orderId: 'ord_0197aaaabbbbcccc' },
  serial: 1,
};

test('TIC-3: a scanner reads a ticket with the public keys alone', async () => {
  const ring = parseKeyRing(newKeys());
  const published = JSON.parse(JSON.stringify(ticketJwks(ring)));
  expect(JSON.stringify(published)).not.toContain('"d"');
  expect(await readTicketToken(published, await signTicket(ring, ticket))).toEqual({
    ticketId: 'tic_1',
    saleId: 'sal_1',
    tierId: 'tier_1',
    orderShort: 'bbbbcccc',
    serial: 1,
  });
});

test('TIC-4: a code says for which of its holders it was made, and nobody can make it say another', async () => {
  const ring = parseKeyRing(newKeys());
  const jwks = ticketJwks(ring);
  const second = await signTicket(ring, { ...ticket, serial: 2 });
  expect(await readTicketToken(jwks, second)).toMatchObject({ ticketId: 'tic_1', serial: 2 });
  const [head = '', , signature = ''] = second.split('.');
  const third = Buffer.from(JSON.stringify({ t: 'tic_1', s: 'sal_1', r: 'tier_1', o: 'x', n: 3 })).toString(
    'base64url',
  );
  expect(await readTicketToken(jwks, `${head}.${third}.${signature}`)).toBeNull();
});

test('TIC-3: every process with the ring has the same keys, and a former key still verifies', async () => {
  const former = newKeys('k1');
  const token = await signTicket(parseKeyRing(former), ticket);
  const rotated = parseKeyRing(`${newKeys('k2')},${former}`);
  expect(await readTicketToken(ticketJwks(rotated), token)).toMatchObject({ ticketId: 'tic_1' });
  const withdrawn = parseKeyRing(newKeys('k2'));
  expect(await readTicketToken(ticketJwks(withdrawn), token)).toBeNull();
});

test('TIC-3: what is not one of our tickets is nothing', async () => {
  const ring = parseKeyRing(newKeys());
  const jwks = ticketJwks(ring);
  const token = await signTicket(ring, ticket);
  const [head = '', body = '', signature = ''] = token.split('.');
  const changed = Buffer.from(JSON.stringify({ t: 'tic_2', s: 'sal_1', r: 'tier_1', o: 'x' })).toString(
    'base64url',
  );
  const pass = await signPass(ring, {
    saleId: 'sal_1',
    visitorId: 'v',
    admissionId: 'adm_1',
    secretHash: null,
    expiresAt: new Date(Date.now() + 60_000),
  });
  const withPublicKeyAsSecret = await new CompactSign(Buffer.from('{}'))
    .setProtectedHeader({ alg: 'HS256', typ: 'ticket', kid: ring.current.kid })
    .sign(Buffer.from(jwks.keys[0]?.x ?? '', 'base64url'));
  const seed = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    ring.current.derive('ticket'),
  ]);
  const ofAnotherKind = await new CompactSign(Buffer.from(body, 'base64url'))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'something', kid: ring.current.kid })
    .sign(createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' }));
  const unsigned = `${Buffer.from('{"alg":"none","typ":"ticket"}').toString('base64url')}.${body}.`;
  const forgeries = [
    '',
    'ticket',
    `${head}.${changed}.${signature}`,
    `${head}.${body}.`,
    unsigned,
    pass,
    withPublicKeyAsSecret,
    ofAnotherKind,
    await signTicket(parseKeyRing(newKeys(ring.current.kid)), ticket),
  ];
  for (const forgery of forgeries) expect(await readTicketToken(jwks, forgery)).toBeNull();
});

test('TIC-3: the token stays short enough for a code that scans in bad light', async () => {
  const uuid = '0197aaaabbbbccccddddeeeeffff0000';
  const token = await signTicket(parseKeyRing(newKeys('k1')), {
    ticketId: `tic_${uuid}`,
    saleId: `sal_${uuid}`,
    tierId: `tier_${uuid}`,
    orderId: `ord_${uuid}`,
    serial: 12,
  });
  // Version 15 of a QR code at level M takes 415 bytes: 77 modules a side, a millimetre each on a phone.
  expect(token.length).toBeLessThanOrEqual(415);
});
