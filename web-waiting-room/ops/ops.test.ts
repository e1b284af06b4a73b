/** The dashboard's pure half: a snapshot with holes, figures, the chart's geometry, and what an act would do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { saleStates } from '../../domain/sale.ts';
import { languages } from '../language/choose-language.ts';
import { factsOf } from '../language/fill.ts';
import { figuresOf } from './figures-view.ts';
import { paceChart, paceMinutes } from './pace-chart-view.ts';
import { canDo, paceChange, pacePreview, type StateAct, statePreview } from './steering/preview.ts';
import { visitorsRead } from './steering/visitors-read.ts';
import { wholeSnapshot } from './whole-snapshot.ts';

const at = '2027-03-01T11:24:08.000Z';
const sent = {
  type: 'snapshot',
  at,
  sale: {
    slug: 's',
    title: 'Night Ferry',
    state: 'open',
    admitPerMinute: 90,
    floorMax: 430,
    currency: 'KRW',
  },
  line: {
    waiting: 14_600,
    present: 11_904,
    lobby: 0,
    calling: 0,
    called: 26,
    shopping: 361,
    passedOver: 3,
    moved: 9,
  },
  conversion: { finished: 1_893, bought: 1_406 },
  noShow: { called: 2_280, missed: 25 },
  stock: { sold: 2_952, held: 546, available: 2_102, capacity: 5_600 },
  money: { paid: 380_787_000, held: 52_500_000, currency: 'KRW' },
  tiers: [{ id: 't', name: 'Floor', price: 1, capacity: 9, available: 3, held: 3, sold: 3, money: 3 }],
  perMinute: [{ at: '2027-03-01T11:23:00Z', called: 88, target: 90 }],
};
const snapshot = (more: object = {}): OpsSnapshot => {
  const whole = wholeSnapshot({ ...sent, ...more });
  if (!whole) throw new Error('no snapshot');
  return whole;
};

describe('PAG-23: missing parts', () => {
  const paths = Object.keys(sent).filter((name) => name !== 'type');

  test('PAG-23: whatever is left out, null or of another kind, the figures, the chart and the previews stand', () => {
    const odd = fc.constantFrom(undefined, null, 'odd', 7, [], {});
    fc.assert(
      fc.property(fc.subarray(paths), odd, (holes, instead) => {
        const spoilt = snapshot(Object.fromEntries(holes.map((name) => [name, instead])));
        for (const language of languages) {
          expect(figuresOf(spoilt, language)).toHaveLength(6);
          for (const { value, under } of figuresOf(spoilt, language))
            expect(value + under).not.toMatch(/NaN|undefined/);
          pacePreview(spoilt, { admitPerMinute: 10, floorMax: 10 }, language);
        }
        paceChart(paceMinutes(spoilt.perMinute, spoilt.sale.admitPerMinute, 0), { width: 830, height: 176 });
      }),
    );
  });

  test('PAG-23: what is no snapshot is none', () => {
    for (const other of [null, 7, 'x', [], {}, { type: 'refused' }]) expect(wholeSnapshot(other)).toBeNull();
    expect(wholeSnapshot({ type: 'snapshot' })?.tiers).toEqual([]);
  });
});

test('PAG-23: the six figures of the board', () => {
  expect(figuresOf(snapshot(), 'en').map(({ value, under }) => `${value}: ${under}`)).toEqual([
    '14,600: 11,904 with the page open',
    '26: 1.1% did not answer',
    '361: of 430 floor, 43 free',
    '74%: 1,406 of 1,893 who finished',
    '2,952: of 5,600, 546 held',
    '₩380.8M: ₩52.5M more held',
  ]);
});

test('PAG-23: the chart has thirty minutes up to now; a minute that is not told is one without a call', () => {
  const minutes = paceMinutes(snapshot().perMinute, 90, Date.parse(at));
  expect(minutes).toHaveLength(30);
  expect(minutes.at(-1)).toMatchObject({ called: 0, target: 90 });
  expect(minutes.at(-2)).toMatchObject({ called: 88, target: 90 });
  expect(minutes.at(-3)).toMatchObject({ called: 0, target: null });
  expect(paceChart(minutes, { width: 830, height: 176 }).plan).toMatch(/^M[^M]+$/);
});

test('PAG-23: no bar leaves the chart, whatever was called', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(1_000), { minLength: 30, maxLength: 30 }),
      fc.nat(600_000),
      (calls, target) => {
        const minutes = calls.map((called, index) => ({ atMs: index * 60_000, called, target }));
        const { bars, plan, grid } = paceChart(minutes, { width: 830, height: 176 });
        const [base, , top] = grid;
        const heights = [...`${bars}${plan}`.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
        expect(heights.every((y) => y >= (top?.y ?? 0) && y <= (base?.y ?? 0))).toBe(true);
        expect(`${bars}${plan}`).not.toMatch(/NaN|-/);
      },
    ),
  );
});

describe('PAG-19: previews', () => {
  test('PAG-19: a change of pace shows now and after, from the snapshot alone', () => {
    expect(pacePreview(snapshot(), { admitPerMinute: 120, floorMax: 430 }, 'en').slice(0, 4)).toEqual([
      { label: 'Called a minute', now: '90', after: '120' },
      { label: 'Floor', now: '430', after: '430' },
      { label: 'Free places on the floor', now: '43', after: '43' },
      { label: 'Last in line is called in', now: '163 min', after: '122 min' },
    ]);
    expect(pacePreview(snapshot(), { admitPerMinute: 90, floorMax: 300 }, 'en')[2]?.after).toBe(
      '87 too many',
    );
  });

  test('PAG-19: only what differs is sent, and nothing where nothing does', () => {
    const sale = { admitPerMinute: 90, floorMax: 430 };
    expect(paceChange(sale, sale)).toBeNull();
    expect(paceChange(sale, { admitPerMinute: 120, floorMax: 430 })).toEqual({ admitPerMinute: 120 });
  });

  test('PAG-19: every act has a preview in every state that allows it, in both languages', () => {
    for (const state of saleStates)
      for (const act of ['open', 'pause', 'resume', 'close'] as const satisfies StateAct[]) {
        if (!canDo(state, act)) continue;
        for (const language of languages) {
          const rows = statePreview(snapshot({ sale: { ...sent.sale, state } }), act, language);
          expect(rows.length).toBeGreaterThan(2);
          for (const { label, now, after } of rows) expect(label + now + after).not.toMatch(/[{}]|undefined/);
        }
      }
  });

  test('PAG-19: the words that visitors will read are those of the waiting page, with the reason in them', () => {
    const reasons = { en: 'Card payments are failing', ko: '' };
    const facts = { mode: 'line', reasons, nextNewsMs: null, nowMs: Date.parse(at) } as const;
    expect(visitorsRead('pause', facts)?.en).toEqual({
      title: 'The line is paused',
      sentence: 'Card payments are failing. Nobody is let in meanwhile, and your place is kept.',
    });
    // Who reads the other language reads the same; where there is no line none is named.
    expect(visitorsRead('pause', facts)?.ko.sentence).toContain('Card payments are failing. ');
    const ko = '결제가 되지 않아요';
    const both = visitorsRead('pause', { ...facts, mode: 'passthrough', reasons: { ...reasons, ko } });
    expect(both?.ko.sentence).toMatch(/^결제가 되지 않아요\. /);
    expect([both?.en.title, both?.en.sentence.includes('place')]).toEqual(['The sale is paused', false]);
    expect(factsOf(visitorsRead('close', facts)?.ko.sentence ?? '{x}')).toEqual([]);
    expect(visitorsRead('resume', facts)).toBeNull();
  });
});
