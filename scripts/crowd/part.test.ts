/** One process of the crowd against a server that misbehaves on purpose: what a visitor does, and what is written down. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'vitest';
import { type FakeUsher, type Misbehaviour, startFakeUsher } from '../../test/crowd/fake-usher.ts';
import { linesOf, readCrowd } from '../verify/crowd-history.ts';
import { type PartTask, runPart } from './part.ts';
import { newTally, type Tally } from './tally.ts';

type Shares = PartTask['shares'];
const nobody: Shares = { buy: true, leave: 0, noClaim: 0, tooMany: 0, abandon: 0, decline: 0, twice: 0 };

interface Ran {
  readonly tally: Tally;
  readonly usher: FakeUsher;
  readonly history: ReturnType<typeof readCrowd>;
}
type Go = (ask: {
  visitors?: number;
  shares?: Partial<Shares>;
  how?: Misbehaviour;
  stopAfterMs?: number;
}) => Promise<Ran>;

const test = base.extend<{ go: Go }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from its pattern.
  go: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'usher-crowd-'));
    const servers: FakeUsher[] = [];
    await use(async ({ visitors = 5, shares, how, stopAfterMs }) => {
      const usher = await startFakeUsher(how);
      servers.push(usher);
      let tally = newTally();
      const tier = { id: 'tier_1' };
      const part = runPart(
        {
          ...{ crowd: 'test', part: 0, firstId: 0, visitors, ratePerSecond: 1_000, base: usher.base },
          shares: { ...nobody, ...shares },
          sale: { id: 'sal_1', slug: 'concert', perVisitorMax: 2, fulfilment: 'ticket', tiers: [tier] },
          ...{ provider: 'sandbox', recordFolder: folder, localAddresses: [undefined] },
        },
        (message) => {
          tally = message.tally;
        },
      );
      if (stopAfterMs !== undefined) setTimeout(() => part.stop(), stopAfterMs);
      await part.ended;
      const [file = ''] = readdirSync(folder);
      return { tally, usher, history: readCrowd(path.join(folder, file)) };
    });
    for (const server of servers) await server.close();
    rmSync(folder, { recursive: true });
  },
});

test('CRW-1, CRW-6: everybody joins, is called, buys and pays, and the record says so', async ({ go }) => {
  const { tally, history } = await go({ visitors: 20 });
  expect(tally.ended).toEqual({ 'bought 1': 20 });
  expect(tally.phase).toEqual({ coming: 0, waiting: 0, called: 0, shopping: 0, held: 0, ended: 20 });
  expect(tally.event).toMatchObject({ joined: 20, called: 20, claimed: 20, ordered: 20, paid: 20 });
  expect(history.visitors).toHaveLength(20);
  for (const visitor of history.visitors) {
    const [{ id } = { id: '' }] = linesOf(visitor, 'order');
    expect(linesOf(visitor, 'paid')).toEqual([expect.objectContaining({ id, state: 'paid' })]);
    expect(linesOf(visitor, 'place')[0]?.entryId).toBe(visitor.entryId);
    expect(linesOf(visitor, 'end')[0]?.as).toBe('bought 1');
    expect(visitor.online[0]?.[1]).toEqual(expect.any(Number));
  }
});

test('CRW-1: whoever finds nothing left is told, at the door or at checkout', async ({ go }) => {
  const { tally } = await go({ visitors: 12, how: { units: 3 } });
  const { 'bought 1': bought, ...others } = tally.ended;
  expect(bought).toBe(3);
  expect(Object.keys(others).every((as) => as.startsWith('told sold out'))).toBe(true);
  expect(Object.values(others).reduce((a, b) => a + b, 0)).toBe(9);
});

test('CRW-1: who leaves tells the line', async ({ go }) => {
  const { tally, usher } = await go({ shares: { leave: 100 } });
  expect(tally.ended).toEqual({ left: 5 });
  expect(usher.left).toHaveLength(5);
});

test('CRW-1: stopped, everybody still gets an end, one that says where they were', async ({ go }) => {
  const { tally } = await go({ how: { neverCalls: true }, stopAfterMs: 300 });
  expect(tally.ended).toEqual({ 'unfinished: waiting': 5 });
});

test('CRW-2: "busy" and a broken connection are asked again under the same key', async ({ go }) => {
  const busy = await go({ visitors: 1, how: { firstOrder: 'busy' } });
  expect(busy.tally).toMatchObject({ ended: { 'bought 1': 1 }, refused: { busy: 1 } });
  const broken = await go({ visitors: 3, how: { firstOrder: 'broken' } });
  expect(broken.tally).toMatchObject({ ended: { 'bought 1': 3 }, refused: { network: 3 } });
  expect(broken.usher.orders.size).toBe(3);
});

test('CRW-2: a repeated request gets the same answer, or it is written down', async ({ go }) => {
  const good = await go({ visitors: 20, shares: { twice: 100 } });
  expect(good.tally.event).toMatchObject({ differing: 0, paid: 20 });
  const bad = await go({ visitors: 20, shares: { twice: 100 }, how: { forgetsKeys: true } });
  expect(bad.tally.event.differing).toBeGreaterThan(0);
  expect(bad.history.visitors.flatMap((visitor) => linesOf(visitor, 'differing'))).toHaveLength(
    bad.tally.event.differing,
  );
});

test('CRW-3: a lost socket comes back with receipt and secret', async ({ go }) => {
  const { tally, usher } = await go({ how: { closesOnceWith: 4_001 } });
  expect(tally.event).toMatchObject({ joined: 5, lost: 5, rejoined: 5, movedPlaces: 0 });
  expect(usher.returns).toEqual(Array(5).fill({ receipt: true, secret: true }));
  expect(tally.ended).toEqual({ 'bought 1': 5 });
});

test('CRW-3: after 4500 and above nobody comes back', async ({ go }) => {
  const { tally, usher } = await go({ how: { closesOnceWith: 4_501 } });
  expect(tally.ended).toEqual({ 'refused: close 4501': 5 });
  expect(usher.returns).toEqual([]);
});
