/** What a scanner says without a network, with the keys, tokens and list of a real house. */
import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../runtime/chance.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { formerToken } from '../../test/former-ticket.ts';
import { ticketCodeOf } from '../../tokens/ticket-code.ts';
import { signTicket, ticketJwks } from '../../tokens/ticket-token.ts';
import { decide, type Knowledge } from './decide.ts';
import { codeHash, type DoorList, readList, typedCode } from './door-list.ts';
import type { PublicKeys } from './read-token.ts';

const newKeys = (kid = 'test') => `${kid}:${randomBytes(32).toString('base64url')}`;
const ring = parseKeyRing(newKeys());
const keys = JSON.parse(JSON.stringify(ticketJwks(ring))) as PublicKeys;
const saleId = newId('sal');
const tierId = newId('tier');
const ids = { valid: newId('tic'), used: newId('tic'), void: newId('tic'), passedOn: newId('tic') };
const hashOf = (code: string) =>
  createHash('sha256')
    .update(`${saleId}|${code.replaceAll('-', '')}`)
    .digest('base64url')
    .slice(0, 16);
const line = (id: string, serial: number, state: string, ...more: string[]) =>
  JSON.stringify([id, serial, state, hashOf(ticketCodeOf(ring, { ticketId: id, serial })), ...more]);
const text = [
  JSON.stringify({
    sale: 's',
    saleId,
    version: '4.1',
    at: '2027-03-01T10:00:00Z',
    inside: 1,
    awaited: 2,
    void: 1,
  }),
  line(ids.valid, 1, 'valid'),
  line(ids.used, 1, 'used', '2027-03-01T09:30:00Z', 'A'),
  line(ids.void, 1, 'void'),
  line(ids.passedOn, 2, 'valid'),
  '',
].join('\n');

let known: Knowledge;
beforeAll(() => {
  known = { list: readList(text) as DoorList, keys, letIn: new Map() };
});
const token = (ticketId: string, serial = 1, of = saleId, by = ring) =>
  signTicket(by, { ticketId, saleId: of, tierId, serial });
const result = async (shown: string, more: Partial<Knowledge> = {}) =>
  (await decide(shown, { ...known, ...more })).result;

test('DOR-8: without a network a scanner goes by signature and list', async () => {
  expect(await decide(await token(ids.valid), known)).toEqual({
    result: 'in',
    ticketId: ids.valid,
    tierEnd: tierId.slice(-8),
  });
  expect(await decide(await token(ids.used), known)).toMatchObject({
    result: 'already',
    at: '2027-03-01T09:30:00Z',
    door: 'A',
  });
  expect(await result(await token(ids.void))).toBe('void');
  expect(await result(await token(ids.passedOn, 1))).toBe('void');
  expect(await result(await token(ids.passedOn, 2))).toBe('in');
});

test('DOR-8: what it let in itself it does not let in again', async () => {
  const letIn = new Map([[ids.valid, { at: '2027-03-01T11:00:00Z', door: 'B' }]]);
  expect(await decide(await token(ids.valid), { ...known, letIn })).toMatchObject({
    result: 'already',
    door: 'B',
  });
});

test('DOR-8: a genuine ticket that is newer than the list is let in, and said to be', async () => {
  expect(await decide(await token(newId('tic')), known)).toMatchObject({ result: 'in', isUnlisted: true });
});

test('DOR-8: forgeries, posters and tickets of other sales open nothing', async () => {
  const good = await token(ids.valid);
  const [head = '', body = '', signature = ''] = good.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const other = Buffer.from(JSON.stringify({ ...claims, n: 2 })).toString('base64url');
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  for (const forgery of [
    await token(ids.valid, 1, saleId, parseKeyRing(newKeys(ring.current.kid))),
    `${head}.${other}.${signature}`,
    `${head}.${body}.`,
    `${unsigned}.${body}.`,
    `${good}.more`,
    'https://example.com/a-poster',
    '',
    'HB27-4TQK-9MX2',
  ])
    expect([forgery, await result(forgery)]).toEqual([forgery, 'unknown']);
  expect(await decide(await token(ids.valid, 1, newId('sal')), known)).toEqual({
    result: 'unknown',
    otherSale: true,
  });
});

test('TIC-9: a code from before tokens were shortened counts for as much without a network', async () => {
  const former = (id: string, sale_id = saleId, serial = 1, by = ring) =>
    formerToken(by, { id, sale_id, tier_id: tierId, order_id: newId('ord') }, serial);
  expect(await decide(await former(ids.valid), known)).toEqual({
    result: 'in',
    ticketId: ids.valid,
    tierEnd: tierId.slice(-8),
  });
  expect(await result(await former(ids.passedOn))).toBe('void');
  expect(await result(await former(ids.passedOn, saleId, 2))).toBe('in');
  expect(await decide(await former(ids.valid, newId('sal')), known)).toMatchObject({ otherSale: true });
  expect(await result(await former(ids.valid, saleId, 1, parseKeyRing(newKeys(ring.current.kid))))).toBe(
    'unknown',
  );
});

test('DOR-8: a typed code is found by its hash, as the server makes it', async () => {
  const code = ticketCodeOf(ring, { ticketId: ids.valid, serial: 1 });
  expect(await codeHash(saleId, typedCode(code) ?? '')).toBe(hashOf(code));
  expect(await decide(code.toLowerCase(), known)).toEqual({ result: 'in', ticketId: ids.valid });
  expect(await result(ticketCodeOf(ring, { ticketId: ids.passedOn, serial: 1 }))).toBe('unknown');
});

test('DOR-8: a list that was cut off is no list', () => {
  expect(readList(text.slice(0, -30))).toBeNull();
  expect(readList(text.split('\n').slice(0, 3).join('\n'))).toBeNull();
  expect(readList('')).toBeNull();
});
