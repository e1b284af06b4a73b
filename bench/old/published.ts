/**
 * What the older systems published about loads of their own, as far as there are numbers. Each ran on a machine of its
 * authors with the clients beside it; where the text and the raw file of one disagree, the text is quoted. They are named
 * by letters, A to E.
 */
import type { Published } from '../harness.ts';

type Figure = Omit<Published, 'of'>;

const jmeter = 'JMeter, 1,000 users in 10 s';
const requests = 'requests/s (prepare and create)';

export const figures = {
  luaRate: { by: 'D', test: `${jmeter}, stock by a Lua script`, value: 434.8, unit: requests },
  reservedRate: { by: 'D', test: `${jmeter}, reservations in Redis`, value: 140.5, unit: requests },
  lockedRate: { by: 'D', test: `${jmeter}, Redlock`, value: 23.5, unit: requests },
  largeRate: { by: 'D', test: 'JMeter, 10,000 threads in 100 s', value: 113.8, unit: requests },
  luaMean: { by: 'D', test: `mean; ${jmeter}, stock by a Lua script`, value: 259, unit: 'ms' },
  entryMean: { by: 'A', test: 'mean of the order entry after it moved to Redis', value: 10, unit: 'ms' },
  tenErrors: { by: 'A', test: 'JMeter, 10,000 requests, stock 10', value: 99.9, unit: '% errors' },
  tenSold: { by: 'A', test: 'JMeter, 10,000 requests, stock 10', value: 10, unit: 'orders' },
  allSold: {
    by: 'A',
    test: 'JMeter, 10,000 requests, stock 10,000; no bank takes part',
    value: 10_000,
    unit: 'orders',
  },
  largeFinished: { by: 'D', test: 'JMeter, 10,000 threads in 100 s', value: 2_015, unit: 'threads finished' },
} as const satisfies Record<string, Figure>;

/** Reads of a stock a second, before they improved it and after. */
export const publishedReads: readonly (Figure & { readonly users: number })[] = [
  [100, 180, 367] as const,
  [500, 350, 1_087] as const,
  [1_000, 367, 1_307] as const,
].flatMap(([users, before, after]) => {
  const figure = { by: 'B', users, unit: 'reads/s' } as const;
  const test = `k6, ${users.toLocaleString('en')} users`;
  return [
    { ...figure, test: `${test}, before`, value: before },
    { ...figure, test: `${test}, after`, value: after },
  ];
});

export const quoteFor = (of: string, { by, test, value, unit }: Figure): Published => ({
  of,
  by,
  test,
  value,
  unit,
});
