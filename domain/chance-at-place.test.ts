/** The chance at a place: its directions over generated stocks, and how often its words come true in played sales. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import {
  type Chance,
  type ChanceLimit,
  chanceAt,
  chanceLimits,
  type Measured,
  peopleBefore,
  steadyLimits,
  type TierStock,
} from './chance-at-place.ts';

const stock: fc.Arbitrary<TierStock> = fc
  .tuple(fc.nat(2_000), fc.nat(200), fc.nat(2_000))
  .map(([available, held, sold]) => ({ available, held, sold, capacity: available + held + sold }));
const stocks = fc.array(stock, { minLength: 1, maxLength: 5 });
const measured: fc.Arbitrary<Measured> = fc
  .tuple(fc.nat(200), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 4 }), fc.nat(100))
  .map(([turnsSettled, share, units, undecided]) => {
    const turnsBought = Math.floor(turnsSettled * share);
    return {
      ...{ undecided, turnsSettled, turnsBought, holdsPaid: turnsBought, unitsPaid: turnsBought * units },
      holdsSettled: Math.min(turnsSettled, turnsBought + 3),
    };
  });
const nothingYet: Measured = {
  ...{ undecided: 0, turnsSettled: 0, turnsBought: 0 },
  ...{ holdsSettled: 0, holdsPaid: 0, unitsPaid: 0 },
};
const rank: Record<Chance, number> = { likely: 2, possible: 1, unlikely: 0 };
const chances = (limits: readonly ChanceLimit[], people: number) =>
  limits.map((limit) => rank[chanceAt(limit, people)]);

test.prop([stocks, measured, fc.nat(20_000), fc.nat(20_000)])(
  'ETA-4: nobody further back has the better chance',
  (stocks, measured, people, more) => {
    const limits = chanceLimits(stocks, measured);
    const [near, far] = [chances(limits, people), chances(limits, people + more)];
    for (const [tier, chance] of far.entries()) expect(chance).toBeLessThanOrEqual(near[tier] ?? -1);
  },
);

test.prop([stocks, measured, fc.nat(5_000), fc.nat(500), fc.nat(4)])(
  'ETA-4: more in stock makes no chance worse, of whichever tier',
  (stocks, measured, people, more, which) => {
    const richer = stocks.map((tier, index) =>
      index === which % stocks.length ? { ...tier, available: tier.available + more } : tier,
    );
    const [before, after] = [chanceLimits(stocks, measured), chanceLimits(richer, measured)];
    const now = chances(after, people);
    for (const [tier, chance] of chances(before, people).entries())
      expect(now[tier]).toBeGreaterThanOrEqual(chance);
  },
);

test.prop([stocks, measured, fc.nat(5_000)])(
  'ETA-4: what is neither free nor in a basket is unlikely; what is free with nobody before is likely',
  (stocks, measured, people) => {
    const limits = chanceLimits(stocks, measured);
    const alone = chanceLimits(stocks, { ...measured, undecided: 0 });
    for (const [tier, { available, held }] of stocks.entries()) {
      const [limit, first] = [limits[tier] as ChanceLimit, alone[tier] as ChanceLimit];
      if (available + held === 0) expect(chanceAt(limit, people)).toBe('unlikely');
      if (available > 0) expect(chanceAt(first, 0)).toBe('likely');
      if (available === 0) expect(chanceAt(limit, people)).not.toBe('likely');
    }
  },
);

test('ETA-4: a hundred free, one each: the hundredth counts on one, and what others empty flows over', () => {
  const hall = { capacity: 100, available: 100, held: 0, sold: 0 };
  const everyone = { ...nothingYet, turnsSettled: 200, turnsBought: 200, holdsPaid: 200, unitsPaid: 200 };
  expect(chanceLimits([hall], everyone)[0]?.likelyUpTo).toBe(99);
  expect(chanceLimits([hall], { ...everyone, undecided: 30 })[0]?.likelyUpTo).toBe(69);
  // Two tiers wanted by nine to one: the wanted one is empty first, the other one then takes all.
  const wanted = { capacity: 1_000, available: 90, held: 0, sold: 910 };
  const other = { capacity: 1_000, available: 899, held: 0, sold: 101 };
  const [first, second] = chanceLimits([wanted, other], everyone);
  expect(first?.likelyUpTo).toBeGreaterThan(90);
  expect(first?.likelyUpTo).toBeLessThan(110);
  expect(second?.likelyUpTo).toBe(90 + 899 - 1);
});

test('ETA-4: all in baskets is possible for those in front, as far as baskets are given up', () => {
  const held = { capacity: 100, available: 0, held: 100, sold: 0 };
  const some = { ...nothingYet, turnsSettled: 200, turnsBought: 150, holdsPaid: 150, unitsPaid: 150 };
  const [kept] = chanceLimits([held], { ...some, holdsSettled: 150 });
  const [given] = chanceLimits([held], { ...some, holdsSettled: 200 });
  expect(chanceAt(kept as ChanceLimit, 0)).toBe('possible');
  expect(given?.possibleUpTo).toBeGreaterThan(3 * (kept?.possibleUpTo ?? 0));
});

test.prop([fc.array(fc.nat(10_000), { minLength: 1, maxLength: 20 })])(
  'ETA-5: a limit stays while it moves by less than a tenth, and follows what moves further',
  (values) => {
    let limits: ChanceLimit[] | null = null;
    for (const likelyUpTo of values) {
      const now: ChanceLimit[] = [{ likelyUpTo, possibleUpTo: likelyUpTo * 2 }];
      const before: number | undefined = limits?.[0]?.likelyUpTo;
      limits = steadyLimits(limits, now);
      const shown = limits[0]?.likelyUpTo ?? -1;
      expect(Math.abs(shown - likelyUpTo)).toBeLessThanOrEqual(shown / 10);
      if (before !== undefined && Math.abs(likelyUpTo - before) * 10 < before && likelyUpTo > 0)
        expect(shown).toBe(before);
    }
  },
);

test('ETA-5: what is gone is gone at once', () => {
  const before = [{ likelyUpTo: 5, possibleUpTo: 50 }];
  const gone = [{ likelyUpTo: -1, possibleUpTo: 49 }];
  expect(steadyLimits(before, gone)).toEqual([{ likelyUpTo: -1, possibleUpTo: 50 }]);
  expect(steadyLimits(gone, before)).toEqual([{ likelyUpTo: 5, possibleUpTo: 49 }]);
});

test('ETA-4: who goes first in another lane counts as in front, by the shares of the lanes', () => {
  const line = (waiting: number, priority: number, slow: number, priorityShare = 30) => ({
    head: { waiting, priority: { moved: 0, waiting: priority }, slow: { moved: 0, waiting: slow } },
    priorityShare,
  });
  expect(peopleBefore('ordinary', 100, line(500, 0, 0))).toBe(100);
  expect(peopleBefore('ordinary', 60, line(500, 1_000, 1_000))).toBe(60 + 30 + 10);
  expect(peopleBefore('ordinary', 60, line(500, 5, 0))).toBe(65);
  expect(peopleBefore('ordinary', 60, line(500, 1_000, 0, 90))).toBe(1_060);
  expect(peopleBefore('slow', 10, line(1_000, 0, 50))).toBe(10 + 90);
  expect(peopleBefore('slow', 10, line(20, 0, 50))).toBe(30);
  expect(peopleBefore('priority', 30, line(1_000, 100, 0))).toBe(30 + 70);
  expect(peopleBefore('priority', 30, line(8, 100, 0))).toBe(38);
});

/** A random number from a seed (mulberry32), so that a failure can be played again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

test('ETA-4: in played sales nineteen of twenty words come true', () => {
  let [likely, got, unlikely, missed] = [0, 0, 0, 0];
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = randomOf(seed);
    const buys = 0.3 + 0.7 * random();
    const pays = 0.6 + 0.4 * random();
    const capacity = 50 + Math.floor(random() * 950);
    const wanted = random(); // Of two tiers the first one's share.
    const tiers = [Math.ceil(capacity * random()), 0];
    tiers[1] = capacity - (tiers[0] ?? 0);
    const left = [...tiers];
    const sold = [0, 0];
    /** One visitor; true where something of the tier was left. */
    const turn = (): { bought: boolean; held: boolean } => {
      if (random() > buys) return { bought: false, held: false };
      let tier = random() < wanted ? 0 : 1;
      if ((left[tier] ?? 0) === 0) tier = 1 - tier;
      if ((left[tier] ?? 0) === 0) return { bought: false, held: false };
      if (random() > pays) return { bought: false, held: true };
      left[tier] = (left[tier] ?? 0) - 1;
      sold[tier] = (sold[tier] ?? 0) + 1;
      return { bought: true, held: true };
    };
    const before = Array.from({ length: Math.floor((capacity / 2) * random()) }, turn).slice(-200);
    const turnsBought = before.filter(({ bought }) => bought).length;
    const limits = chanceLimits(
      tiers.map((all, tier) => ({
        capacity: all,
        available: left[tier] ?? 0,
        held: 0,
        sold: sold[tier] ?? 0,
      })),
      {
        ...{ undecided: 0, turnsSettled: before.length, turnsBought, holdsPaid: turnsBought },
        ...{ unitsPaid: turnsBought, holdsSettled: before.filter(({ held }) => held).length },
      },
    );
    // Somebody far back, and somebody near, is told a word; then the sale goes on until their turn.
    const people = [Math.floor(random() * 400), 400 + Math.floor(random() * 2_000)].sort((a, b) => a - b);
    let passed = 0;
    for (const ahead of people) {
      const told = limits.map((limit) => chanceAt(limit, ahead));
      for (; passed < ahead; passed += 1) turn();
      for (const [tier, word] of told.entries()) {
        const isThere = (left[tier] ?? 0) > 0;
        if (word === 'likely') [likely, got] = [likely + 1, got + (isThere ? 1 : 0)];
        if (word === 'unlikely' && (tiers[tier] ?? 0) > 0)
          [unlikely, missed] = [unlikely + 1, missed + (isThere ? 0 : 1)];
      }
    }
  }
  // Words are worth something only when they are said.
  expect(likely).toBeGreaterThan(150);
  expect(unlikely).toBeGreaterThan(150);
  expect(got / likely).toBeGreaterThan(0.95);
  expect(missed / unlikely).toBeGreaterThan(0.95);
});
