/** What joining now is worth, and what the board of a sale says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SaleView, saleModes, saleStates } from '../../domain/sale.ts';
import { languages } from '../language/choose-language.ts';
import { when } from '../language/time.ts';
import { saleBoardView } from '../sale/sale-board-view.ts';
import { chanceAtTheEnd, worthOf } from './worth.ts';

const nowMs = Date.parse('2027-03-01T11:00:00Z');
const sale = (more: Partial<SaleView> = {}): SaleView => ({
  id: 's',
  slug: 'night-ferry',
  title: 'Night Ferry',
  description: '',
  category: 'Concert',
  venue: null,
  startsAt: null,
  picture: null,
  pictures: [],
  accent: null,
  mode: 'line',
  lobby: 'shuffle',
  audience: 'anyone',
  state: 'open',
  opensAt: '2027-03-01T12:00:00Z',
  closesAt: '2027-03-01T14:00:00Z',
  closedAt: '2027-03-01T09:30:00Z',
  floorMax: 100,
  admitPerMinute: 60,
  passMinutes: 10,
  claimSeconds: 60,
  holdMinutes: 10,
  timeZone: 'Asia/Seoul',
  registrationClosesAt: null,
  winners: null,
  claimHours: 24,
  reserveHours: 2,
  codeRequired: false,
  priorityShare: 30,
  autopilot: true,
  embedOrigins: [],
  perVisitorMax: 4,
  fulfilment: 'ticket',
  seedHash: '',
  message: null,
  reason: null,
  reasons: null,
  tiers: [
    {
      ...{ id: 't', name: 'Floor', price: { amount: 1, currency: 'KRW' }, listPrice: null, attributes: {} },
      ...{ capacity: 9, availability: 'plenty' },
    },
  ],
  ...more,
});

test('PAG-20: a line longer than what is left is said to be that; likely only if it lasts whatever people take', () => {
  fc.assert(
    fc.property(fc.nat(50_000), fc.nat(50_000), fc.integer({ min: 1, max: 10 }), (waiting, left, most) => {
      const chance = chanceAtTheEnd(waiting, left, most);
      if (chance === 'likely') expect((waiting + 1) * most).toBeLessThanOrEqual(left);
      if (waiting >= left) expect(chance).toBe('unlikely');
    }),
  );
  expect(chanceAtTheEnd(10, 30, 4)).toBe('possible');
});

test('PAG-20: without the server’s numbers only what is left is said', () => {
  expect(worthOf(sale(), null, nowMs, 'en').text).toBe('Plenty left.');
  expect(worthOf(sale({ waiting: 14_600 }), 2_000, nowMs, 'en').text).toBe(
    '14,600 in line. Joining now, a ticket is unlikely.',
  );
  expect(worthOf(sale({ mode: 'shelf' }), 812, nowMs, 'en').text).toBe('No waiting. 812 left.');
});

test('PAG-20: a sale that was ended early says when it was, and not when it was to', () => {
  const closed = sale({ state: 'closed' });
  expect(worthOf(closed, null, nowMs, 'en').text).toBe(
    `It closed ${when(Date.parse('2027-03-01T09:30:00Z'), nowMs, 'en')}.`,
  );
});

describe.each(languages)('in %s', (language) => {
  test.each(saleStates.flatMap((state) => saleModes.map((mode) => [state, mode] as const)))(
    'PAG-20: the board of a sale that is %s and a %s has words and one way on',
    (state, mode) => {
      for (const more of [
        {},
        { opensAt: null, closesAt: null },
        { tiers: [] },
        { lobby: 'arrival' as const },
      ]) {
        const one = sale({ state, mode, ...more });
        const view = saleBoardView({ sale: one, leftUnits: null, hasPlace: false, nowMs }, language);
        const worth = worthOf(one, null, nowMs, language);
        for (const text of [...Object.values(view), ...Object.values(worth)].filter(
          (x) => typeof x === 'string',
        ))
          expect(text).not.toMatch(/[{}[\]…]|undefined|null/);
        expect(view.button.href).toMatch(/^\/(sales\/night-ferry\/(line|checkout))?$/);
        expect(view.figure.length).toBeGreaterThan(0);
      }
    },
  );
});

test('PAG-20: a sale that opens in a minute and a half says two minutes, not more and not less', () => {
  const opensAt = new Date(nowMs + 90_000).toISOString();
  expect(worthOf(sale({ state: 'lobby', opensAt }), null, nowMs, 'en').chip).toBe('In 2 min');
  expect(worthOf(sale({ state: 'lobby', opensAt }), null, nowMs, 'ko').chip).toBe('2분 뒤');
});

test('PAG-20: whoever has a place already is led back to it', () => {
  const view = saleBoardView({ sale: sale(), leftUnits: null, hasPlace: true, nowMs }, 'en');
  expect(view.button).toEqual({ label: 'Back to your place', href: '/sales/night-ferry/line' });
});

test('PAG-39: what is sold out leads to its reserve list, and promises nothing that the list gets first', () => {
  const board = (mode: SaleView['mode'], hasPlace: boolean) =>
    saleBoardView({ sale: sale({ mode, state: 'soldOut' }), leftUnits: 0, hasPlace, nowMs }, 'en');
  const line = '/sales/night-ferry/line';
  expect(board('line', false).button).toEqual({ label: 'Reserve list', href: line });
  expect(board('line', true).button).toEqual({ label: 'See your place', href: line });
  expect(board('raffle', false).button).toEqual({ label: 'Reserve list', href: line });
  expect(board('raffle', true).button).toEqual({ label: 'See your entry', href: line });
  for (const mode of ['line', 'raffle'] as const)
    expect(board(mode, false)).toMatchObject({
      noteTitle: 'There is a reserve list.',
      noteText: expect.stringMatching(/^It is asked (first )?when something comes back/),
    });
  // Without a list it is anybody's again.
  expect(board('passthrough', false)).toMatchObject({
    noteText: 'What comes back goes on sale again here.',
    button: { href: '/' },
  });
});

test('PAG-39: a pause promises a place only where there is a line to stand in', () => {
  const board = (mode: SaleView['mode'], hasPlace = false) => {
    const paused = sale({ mode, state: 'paused', reason: 'The till is down' });
    return saleBoardView({ sale: paused, leftUnits: 0, hasPlace, nowMs }, 'en');
  };
  expect(board('line').noteText).toBe('The till is down. You may join; your place is kept.');
  expect(board('line').button.label).toBe('Join the line');
  for (const mode of ['raffle', 'passthrough', 'shelf'] as const) {
    expect(board(mode).noteText).toMatch(/^The till is down\./);
    expect(board(mode).noteText + board(mode).under).not.toMatch(/join|[Pp]laces? (is|are) kept/);
    expect(board(mode).button.label).not.toBe('Join the line');
  }
  expect(board('raffle').button.href).toBe('/');
  expect(board('raffle', true).button.label).toBe('See your entry');
  expect(board('passthrough', true).button.label).toBe('Let me in when it goes on');
});

describe('PAG-39: a draw, before anybody takes part', () => {
  const at = (state: SaleView['state'], endsAt: string, hasPlace = false) =>
    saleBoardView(
      {
        sale: sale({ mode: 'raffle', state, winners: 500, registrationClosesAt: endsAt }),
        leftUnits: null,
        hasPlace,
        nowMs,
      },
      'en',
    );
  const [open, over] = ['2027-03-01T11:30:00Z', '2027-03-01T10:00:00Z'];

  test('PAG-39: while registration is open its end is counted, and the way in is to take part', () => {
    expect(at('lobby', open)).toMatchObject({ label: 'Registration ends in', figure: '30 min' });
    expect(at('lobby', open).noteText).toContain('500 are drawn; each has 24 hours');
    expect(at('lobby', open).button).toEqual({
      label: 'Take part in the draw',
      href: '/sales/night-ferry/line',
    });
  });

  test('PAG-39: afterwards only who takes part is led to an entry', () => {
    expect(at('lobby', over)).toMatchObject({ label: 'Winners can buy in', figure: '1 h' });
    expect(at('lobby', over).button.href).toBe('/');
    expect(at('open', over).button.href).toBe('/');
    expect(at('open', over, true).button).toEqual({
      label: 'See your entry',
      href: '/sales/night-ferry/line',
    });
    expect(at('open', over).figure).toBe('Drawn');
    // A clock that runs behind brings nobody to a door that is shut.
    expect(at('open', open).button.href).toBe('/');
  });

  test('PAG-39: the list of sales says until when to register, and no chance that nobody knows', () => {
    const worth = (state: SaleView['state'], registrationClosesAt: string) =>
      worthOf(sale({ mode: 'raffle', state, registrationClosesAt, waiting: 9_000 }), 10, nowMs, 'en').text;
    expect(worth('lobby', open)).toMatch(/^Register until /);
    expect(worth('lobby', over)).toBe('Registration has ended. The draw is next.');
    expect(worth('open', over)).not.toMatch(/likely|either way/);
  });

  test('PAG-39: that a code is needed is said where the way in stands', () => {
    const textOf = (more: Partial<SaleView>) =>
      saleBoardView({ sale: sale(more), leftUnits: null, hasPlace: false, nowMs }, 'en').noteText;
    for (const state of ['lobby', 'open'] as const) {
      expect(textOf({ codeRequired: true, state })).toContain('You need the code');
      expect(textOf({ state })).not.toContain('You need the code');
    }
  });
});
