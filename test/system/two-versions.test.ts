/**
 * A deploy: the old and the new version side by side on the same stores, and gateways that are replaced under a crowd
 * (GWY-27). Another version is made of this one: scripts with other digests, and words that this version does not know.
 */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SignJWT } from 'jose';
import { expect } from 'vitest';
import { closeCodes, comesBack } from '../../gateway/close-codes.ts';
import { readEntry } from '../../redis/command-stream.ts';
import { noticesChannel } from '../../redis/keys.ts';
import { type JoinLine, joinLine } from '../../redis/line/join-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { reserveNumbers } from '../../redis/line/reserve-numbers.ts';
import { type LineReply, readReply } from '../../redis/line-reply.ts';
import { defineLineScript } from '../../redis/line-script.ts';
import { hmacOf } from '../../runtime/hmac.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { readPass } from '../../tokens/pass.ts';
import { readReceipt } from '../../tokens/receipt.ts';
import { openTestGateway, openTestSale, test } from '../gateway.ts';
import { newEntryId } from '../stores.ts';
import { newSecret } from '../visitor.ts';

/** The same script as another version has it: it does the same, and Redis knows it by another digest. */
function joinOfAnotherVersion() {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-version-'));
  const source = readFileSync('redis/line/join-line.lua', 'utf8');
  writeFileSync(path.join(folder, 'join-line.lua'), `-- Another version.\n${source}`);
  return defineLineScript<JoinLine, LineReply>({
    name: path.relative(path.resolve('redis/line'), path.join(folder, 'join-line')),
    args: ({ entryIds }) => entryIds.flatMap((entryId) => [entryId, 'ordinary']),
    reply: (texts, { entryIds }) => readReply(texts, entryIds),
  });
}

test('GWY-27: scripts of two versions serve one line in turn, also when Redis has forgotten both', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  const { saleId, line } = sale;
  await reserveNumbers(line, stores.db, saleId);
  const older = joinOfAnotherVersion();
  const entryIds = Array.from({ length: 120 }, newEntryId);
  const join = (entryId: string, at: number) =>
    (at % 2 === 0 ? older : joinLine)(line, { saleId, entryIds: [entryId] });
  await Promise.all(entryIds.slice(0, 60).map(join));
  await stores.redis.script('FLUSH');
  await Promise.all(entryIds.slice(60).map(join));
  // A repeat through the other version finds the same place.
  await Promise.all(entryIds.map((entryId, at) => join(entryId, at + 1)));
  const { standings } = await readStandings(line, { saleId, entryIds });
  const numbers = standings.map(({ number }) => number).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
});

test('GWY-27: what a newer version signs is read for what is known of it, and never a fault', async ({
  stores,
}) => {
  const ring = parseKeyRing(stores.keys);
  const signed = (content: object) => {
    const text = `${ring.current.kid}.${Buffer.from(JSON.stringify(content)).toString('base64url')}`;
    return `${text}.${hmacOf(ring.current, 'receipt', text).toString('base64url')}`;
  };
  const receipt = { s: 'sal_1', e: newEntryId(), n: 7, g: 1 };
  expect(readReceipt(ring, signed({ ...receipt, future: { a: 1 } }))).toMatchObject({ number: 7 });
  expect(() => readReceipt(ring, signed({ ...receipt, w: 'a lane of the future' }))).toThrow(
    expect.objectContaining({ code: 'receipt_invalid' }),
  );
  const pass = await new SignJWT({ sale: 'sal_1', adm: 'adm_1', future: true })
    .setProtectedHeader({ alg: 'HS256', typ: 'pass+jwt', kid: ring.current.kid })
    .setIssuer('usher')
    .setAudience('checkout')
    .setSubject('visitor')
    .setExpirationTime('1 minute')
    .sign(ring.current.derive('pass'));
  expect(await readPass(ring, pass)).toMatchObject({ pass: { admissionId: 'adm_1' }, ended: false });
  // An order is another matter: what it asks for beyond what we know may be what matters. It is asked again, of the newer.
  const command = {
    ...{
      id: 'c',
      bodyHash: 'b',
      saleId: 'sal_1',
      orderId: 'o',
      admissionId: null,
      visitorId: 'v',
      accountId: null,
    },
    ...{
      emailIndex: 'e',
      contactSealed: 'x',
      addressSealed: null,
      lines: [{ tierId: 't', quantity: 1 }],
      replyTo: 'a',
    },
  };
  const entryOf = (value: object) => readEntry(['1-0', ['command', JSON.stringify(value)]]).command;
  expect(entryOf(command)).toMatchObject({ id: 'c' });
  expect(entryOf({ ...command, future: 1 })).toBeNull();
});

test('GWY-27: a gateway bears notices and pages of a newer version, and nobody in it notices', async ({
  stores,
}) => {
  const sale = await openTestSale(stores);
  await using gateway = await openTestGateway(stores);
  const visitor = gateway.visitor(sale.slug);
  await visitor.open();
  expect(await visitor.join({ future: { of: 'a newer page' } })).toMatchObject({ number: 1 });
  await gateway.tick(); // It listens from now on.
  for (const text of ['{"type":"future","entryIds":5}', '{"type":"future"}', '{"future":true}'])
    expect(await stores.redis.spublish(noticesChannel(sale.saleId), text)).toBeGreaterThan(0);
  const from = visitor.heard.length;
  await sale.change({ state: 'paused', reason: 'a break' });
  await visitor.hear('place', ({ state }) => state === 'paused', from);
  visitor.say({ type: 'leave', future: 1 });
  await visitor.hear('place', ({ state }) => state === 'left', from);
  expect(visitor.heard.some(({ type }) => type === 'refused')).toBe(false);
});

test('GWY-27: gateways are replaced one by one under a crowd: place, call and pass are what they were', async ({
  stores,
}) => {
  const sale = await openTestSale(stores, { floor_max: 2 });
  const people = Array.from({ length: 12 }, () => newSecret());
  const first = await openTestGateway(stores);
  const seated = [];
  for (const secret of people) {
    const visitor = first.visitor(sale.slug);
    seated.push({ ...secret, visitor, place: await visitor.join(secret) });
  }
  expect(await sale.admit()).toBe(2);
  const [buyer, called, ...waiting] = seated;
  if (!buyer || !called) throw new Error('twelve people');
  await Promise.all([buyer, called].map(({ visitor }) => visitor.hear('call')));
  buyer.visitor.say({ type: 'claim', secret: buyer.secret });
  const pass = await buyer.visitor.hear('pass');

  let standing = first;
  for (let round = 0; round < 2; round += 1) {
    const next = await openTestGateway(stores);
    const codes = seated.map(({ visitor }) => visitor.closed);
    await standing.drain();
    expect(new Set(await Promise.all(codes))).toEqual(new Set([closeCodes.restarting]));
    for (const one of seated) {
      one.visitor = next.visitor(sale.slug);
      const { secret, secretHash, place } = one;
      const back = await one.visitor.join({ secret, secretHash, receipt: place.receipt });
      expect(back.number).toBe(place.number);
    }
    await standing[Symbol.asyncDispose]();
    standing = next;
  }
  expect(comesBack('restarting')).toBe(true);
  expect(await buyer.visitor.hear('pass')).toMatchObject({ expiresAt: pass.expiresAt });
  expect(await called.visitor.hear('place')).toMatchObject({ state: 'called' });
  for (const [at, { visitor }] of waiting.entries())
    expect(await visitor.hear('place')).toMatchObject({ state: 'waiting', ahead: at });
  // And the line goes on behind them.
  called.visitor.say({ type: 'leave' });
  await called.visitor.hear('place', ({ state }) => state === 'left');
  expect(await sale.admit()).toBe(1);
  await waiting[0]?.visitor.hear('call');
  await standing[Symbol.asyncDispose]();
}, 60_000);
