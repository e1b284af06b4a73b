/** One process of the crowd against a server that misbehaves on purpose: what a visitor does, and what is written down. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'vitest';
import { type FakeUsher, type Misbehaviour, startFakeUsher } from '../../test/crowd/fake-usher.ts';
import { linesOf, readCrowd } from '../verify/crowd-history.ts';
import type { Shares } from './behaviour.ts';
import { runPart } from './part.ts';
import { RaffleWatch } from './raffle.ts';
import { newTally, type Tally } from './tally.ts';

const noShares = { leave: 0, noClaim: 0, tooMany: 0, abandon: 0, decline: 0, letGo: 0, twice: 0 };
const nobody: Shares = { buy: true, ...noShares };
/** Of a raffle's list, in which nothing happens here but at once. */
const QUIET_MS = 400;

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
  tiers?: readonly string[];
}) => Promise<Ran>;

const test = base.extend<{ go: Go }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from its pattern.
  go: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'usher-crowd-'));
    const servers: FakeUsher[] = [];
    await use(async ({ visitors = 5, shares, how, stopAfterMs, tiers = ['tier_1'] }) => {
      const usher = await startFakeUsher(how);
      servers.push(usher);
      let tally = newTally();
      const watch = new RaffleWatch(QUIET_MS);
      const part = runPart(
        {
          ...{ crowd: 'test', part: 0, firstId: 0, visitors, ratePerSecond: 1_000, base: usher.base },
          shares: { ...nobody, ...shares },
          sale: {
            ...{ id: 'sal_1', slug: 'concert', perVisitorMax: 2, fulfilment: 'ticket' },
            tiers: tiers.map((id) => ({ id })),
          },
          ...{ provider: 'sandbox', recordFolder: folder, localAddresses: [undefined] },
        },
        (message) => {
          tally = message.tally;
          if (message.type === 'tally' && watch.isOver(tally, performance.now())) part.conclude();
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
  expect(tally.phase).toEqual({
    ...{ coming: 0, waiting: 0, notDrawn: 0, called: 0, shopping: 0, held: 0, ended: 20 },
  });
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

test('CRW-1: who finds a tier sold out takes another one of which something is left', async ({ go }) => {
  const how = { soldOutTier: 'tier_1' };
  const { tally, usher } = await go({ visitors: 20, how, tiers: ['tier_1', 'tier_2'] });
  expect(tally.ended).toEqual({ 'bought 1': 20 });
  expect(tally.refused.sold_out).toBeGreaterThan(0);
  expect(usher.orders.size).toBe(20);
});

test('CRW-1: who leaves tells the line', async ({ go }) => {
  const { tally, usher } = await go({ shares: { leave: 100 } });
  expect(tally.ended).toEqual({ left: 5 });
  // What the last one said is on its way when the crowd ends.
  await expect.poll(() => usher.left, { timeout: 5_000 }).toHaveLength(5);
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

test('CRW-7: winners pay or let go, the list moves up for each who let go, and the rest stays on it', async ({
  go,
}) => {
  const raffle = { winners: 4, registrations: 24 };
  const { tally, history } = await go({ visitors: 24, shares: { letGo: 30 }, how: { raffle } });
  const { ended, event } = tally;
  const asked = (ended['reserve, asked and paid'] ?? 0) + (ended['reserve, asked and let go'] ?? 0);
  const letGo = (ended['won and let go'] ?? 0) + (ended['reserve, asked and let go'] ?? 0);
  expect((ended['won and paid'] ?? 0) + (ended['won and let go'] ?? 0)).toBe(4);
  expect(asked).toBe(letGo);
  expect(ended['not drawn, on the reserve list'] ?? 0).toBe(20 - asked);
  expect(event).toMatchObject({ joined: 24, won: 4, movedUp: asked, paid: 4 });
  expect(history.visitors.flatMap((visitor) => linesOf(visitor, 'call'))).toHaveLength(4 + asked);
  expect(history.visitors.flatMap((visitor) => linesOf(visitor, 'end'))).toHaveLength(24);
});

test('CRW-7: who lets every turn go leaves nobody on the list, with a pass in hand or before', async ({
  go,
}) => {
  const raffle = { winners: 2, registrations: 24 };
  const { tally, usher } = await go({ visitors: 24, shares: { letGo: 100 }, how: { raffle } });
  expect(tally.ended).toEqual({ 'won and let go': 2, 'reserve, asked and let go': 22 });
  expect(usher.left).toHaveLength(24);
  expect(tally.event.claimed).toBeLessThan(24);
});

test('CRW-7: whoever comes after the draw is told that registration has ended; who never claims has an end too', async ({
  go,
}) => {
  const raffle = { winners: 2, registrations: 5 };
  const { tally } = await go({ visitors: 8, shares: { noClaim: 100 }, how: { raffle } });
  expect(tally.ended).toEqual({
    'told that registration has ended': 3,
    'won, never claimed': 2,
    'not drawn, on the reserve list': 3,
  });
});
