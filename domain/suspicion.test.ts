/** Who is asked for a check, what is one address, and how hard the work gets. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { joinBudgets, WORK_MAX, WORK_MIN } from './limits.ts';
import { addressGroup, isLoopback, type JoinBudget, networkGroup, suspicionOf, workOf } from './suspicion.ts';

const kinds = Object.keys(joinBudgets) as JoinBudget[];
/** Around each bound, where a mistake would be. */
const levelOf = (kind: JoinBudget) =>
  fc.constantFrom(
    0,
    1,
    ...[joinBudgets[kind].free, joinBudgets[kind].most].flatMap((n) => [n - 1, n, n + 1]),
  );
const levels = fc.record(
  Object.fromEntries(kinds.map((kind) => [kind, levelOf(kind)])) as Record<JoinBudget, fc.Arbitrary<number>>,
  { requiredKeys: [] },
);
const rank = { fine: 0, check: 1, 'prove-first': 2 };

test('ACC-10: within every budget nothing is asked', () => {
  expect(suspicionOf({})).toEqual({ verdict: 'fine' });
  const atFree = Object.fromEntries(kinds.map((kind) => [kind, joinBudgets[kind].free]));
  expect(suspicionOf(atFree)).toEqual({ verdict: 'fine' });
});

test.prop([levels])(
  'ACC-10: above `free` a check, above `most` the work first, whoever else is fine',
  (given) => {
    const above = (bound: 'free' | 'most') =>
      kinds.some((kind) => (given[kind] ?? 0) > joinBudgets[kind][bound]);
    const expected = above('most') ? 'prove-first' : above('free') ? 'check' : 'fine';
    expect(suspicionOf(given).verdict).toBe(expected);
  },
);

test.prop([levels, fc.constantFrom(...kinds), fc.nat(10_000)])(
  'ACC-10: more joins never make anybody less suspect',
  (given, kind, more) => {
    const before = suspicionOf(given);
    const after = suspicionOf({ ...given, [kind]: (given[kind] ?? 0) + more });
    expect(rank[after.verdict]).toBeGreaterThanOrEqual(rank[before.verdict]);
  },
);

test('ACC-10, ACC-20: the reason is what was counted, and of several the one nearest to the person', () => {
  const over = (kind: JoinBudget) => ({ [kind]: joinBudgets[kind].free + 1 });
  for (const kind of kinds) expect(suspicionOf(over(kind))).toEqual({ verdict: 'check', reason: kind });
  for (const kind of kinds)
    expect(suspicionOf({ [kind]: joinBudgets[kind].most + 1 })).toEqual({
      ...{ verdict: 'prove-first', reason: kind },
    });
  expect(suspicionOf({ ...over('network'), ...over('address') })).toMatchObject({ reason: 'address' });
  expect(suspicionOf({ ...over('address'), ...over('device') })).toMatchObject({ reason: 'device' });
});

test('ACC-10: a household is asked for nothing, an office for a check at most', () => {
  expect(suspicionOf({ address: 6, network: 6, device: 2 })).toEqual({ verdict: 'fine' });
  expect(suspicionOf({ address: 500, network: 500 }).verdict).toBe('check');
});

test('ACC-11: forms of one address are one, a household of IPv6 is one, neighbours are two', () => {
  expect(addressGroup('::ffff:203.0.113.7')).toBe(addressGroup('203.0.113.7'));
  expect(addressGroup('2001:db8:1:2::7')).toBe(addressGroup('2001:0db8:0001:0002:ffff:0:0:9'));
  expect(addressGroup('2001:db8:1:2::7')).not.toBe(addressGroup('2001:db8:1:3::7'));
  expect(addressGroup('2001:db8::1')).toBe('2001:db8:0:0');
  expect(addressGroup('fe80::1%eth0')).toBe('fe80:0:0:0');
  expect(addressGroup('203.0.113.7')).not.toBe(addressGroup('203.0.113.8'));
  expect(networkGroup('203.0.113.7')).toBe(networkGroup('203.0.113.250'));
  expect(networkGroup('203.0.113.7')).not.toBe(networkGroup('203.0.114.7'));
  expect(networkGroup('2001:db8:1:2::7')).toBe(networkGroup('2001:db8:1:3::7'));
  expect(networkGroup('2001:db8:1:2::7')).not.toBe(networkGroup('2001:db8:2:2::7'));
});

test('ACC-11: loopback is known in each of its forms, and nothing else is', () => {
  for (const own of ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', '0:0:0:0:0:0:0:1'])
    expect(isLoopback(own), own).toBe(true);
  for (const other of ['128.0.0.1', '10.127.0.1', '::2', '1::1', '', 'fe80::1', '::ffff:10.0.0.1'])
    expect(isLoopback(other), other).toBe(false);
});

const load = fc.record({ joinsPerSecond: fc.nat(100_000), lateMs: fc.nat(10_000) });
test.prop([load, fc.nat(5_000), fc.nat(1_000)])(
  'ACC-13: the work rises with load, between its bounds',
  (now, joins, late) => {
    const { steps } = workOf(now);
    expect(steps).toBeGreaterThanOrEqual(WORK_MIN);
    expect(steps).toBeLessThanOrEqual(WORK_MAX);
    const more = { joinsPerSecond: now.joinsPerSecond + joins, lateMs: now.lateMs + late };
    expect(workOf(more).steps).toBeGreaterThanOrEqual(steps);
  },
);

test('ACC-13: at rest the work is the least', () => {
  expect(workOf({ joinsPerSecond: 0, lateMs: 0 }).steps).toBe(WORK_MIN);
  expect(workOf({ joinsPerSecond: 400, lateMs: 0 }).steps).toBe(3 * WORK_MIN);
});
