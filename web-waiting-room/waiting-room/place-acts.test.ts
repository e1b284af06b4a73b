/** Which buttons and quiet words a state offers, and what is said small beside them. */
import { describe, expect, test } from 'vitest';
import type { PlaceMessage, SaleMessage } from '../../domain/protocol.ts';
import { masked } from '../browser-storage/kept-contact.ts';
import { lineWords as englishLine } from '../words/english/line.ts';
import { otherModes } from '../words/english/other-modes.ts';
import { boardStates, withOthers } from '../words/line-words.ts';
import { actionsOf, type LineActs } from './actions.ts';
import { asidesOf, isUnlikely, scoreOf } from './asides.ts';
import type { BoardSituation } from './board-view.ts';
import { hear, knowing } from './line-model.ts';
import { placeActs } from './place-acts.ts';

const english = withOthers(englishLine, otherModes);
const { labels, states } = english;
const place = (more: Partial<PlaceMessage> = {}): PlaceMessage => ({
  type: 'place',
  state: 'waiting',
  ahead: 10,
  moved: 0,
  waiting: 50,
  eta: null,
  ...more,
});
const tier = (availability: 'plenty' | 'none', chance?: 'likely' | 'unlikely') => ({
  ...{ id: availability + chance, name: 'A', price: { amount: 1, currency: 'KRW' }, availability },
  ...(chance && { chance }),
});
const sale = (more: Partial<SaleMessage> = {}): SaleMessage => ({
  type: 'sale',
  state: 'open',
  tiers: [],
  ...more,
});
const modelOf = (ofPlace: Partial<PlaceMessage> = {}, ofSale: Partial<SaleMessage> = {}) =>
  hear(hear(knowing(null), sale(ofSale), 0), place(ofPlace), 0);
const draw = { seedHash: '9f3c0000a71e', beacon: 'none', isRevealed: true } as const;

const done: string[] = [];
const act = (name: string) => () => void done.push(name);
const lineActs = Object.fromEntries(
  [
    'arm',
    'disarm',
    'claim',
    'enter',
    'retry',
    'wake',
    'remind',
    'leave',
    'reserve',
    'offList',
    'draw',
    'checkHere',
  ]
    .concat(['checkByEmail', 'joinAgain', 'otherSales', 'seeOrder'])
    .map((name) => [name, act(name)]),
) as unknown as LineActs;

describe('PAG-30: the buttons of the board', () => {
  const offered = (state: (typeof boardStates)[number], more: Partial<BoardViewPart> = {}) =>
    actionsOf(
      { state, button: states[state].button ?? null } as never,
      { ...lineActs, seeOrder: more.order ? lineActs.seeOrder : null },
      {
        isArmed: more.isArmed ?? false,
        hasContact: more.hasContact ?? false,
        isUnlikely: more.isUnlikely ?? false,
      },
      labels,
    );
  interface BoardViewPart {
    readonly order: boolean;
    readonly isArmed: boolean;
    readonly hasContact: boolean;
    readonly isUnlikely: boolean;
  }

  test.each(boardStates)(
    'PAG-30: %s offers one next thing at most, and whatever has a word does something',
    (state) => {
      const actions = offered(state);
      expect(actions.filter(({ isNext }) => isNext).length).toBeLessThanOrEqual(1);
      expect(actions.some(({ label }) => label === states[state].button)).toBe(
        states[state].button !== undefined,
      );
    },
  );

  test('PAG-30: the slow lane has two ways out, the reserve list one, and who has bought sees the order first', () => {
    expect(offered('check').map(({ label }) => label)).toEqual(['Check this browser', 'Use email instead']);
    expect(offered('reserved').map(({ label, isNext }) => [label, isNext])).toEqual([
      ['Take me off the list', false],
    ]);
    expect(offered('bought', { order: true }).map(({ label, isNext }) => [label, isNext])).toEqual([
      ['See your order', true],
      ['See other sales', false],
    ]);
  });

  test('PAG-33: where a ticket is unlikely the ways out stand beside the news', () => {
    const labelsOf = (more: Partial<BoardViewPart>) =>
      offered('waiting', { isUnlikely: true, ...more }).map(({ label, isNext }) => [label, isNext]);
    expect(labelsOf({})).toEqual([
      ['Tell me when it is near', true],
      ['Write to me when it is sold out', false],
      ['Leave the line', false],
    ]);
    expect(labelsOf({ hasContact: true }).map(([label]) => label)).toEqual([
      'Tell me when it is near',
      'Leave the line',
    ]);
  });

  test('PAG-30: whoever was inside when the sale closed finds the order that may still be paid', () => {
    expect(offered('closed', { order: true }).map(({ label, isNext }) => [label, isNext])).toEqual([
      ['See your order', true],
      ['See other sales', false],
    ]);
  });

  test('PAG-30: what is arranged already is no next thing any more', () => {
    expect(offered('waiting', { isArmed: true })).toMatchObject([{ label: 'Turn it off', isNext: false }]);
    expect(offered('registered', { hasContact: true })).toMatchObject([
      { label: 'Use another address', isNext: false },
    ]);
  });
});

describe('PAG-32: what may be done with the place', () => {
  const nothing = { hasContact: false, isUnlikely: false };
  const named = (...args: Parameters<typeof modelOf>) =>
    placeActs('waiting', modelOf(...args), nothing, labels, () => {}).map(({ label }) => label);

  test('PAG-32: only the ordinary line lets others pass', () => {
    expect(named()).toEqual(['Let others pass', 'Tell me by email', 'Leave the line']);
    expect(named({ lane: 'priority' })).not.toContain('Let others pass');
    expect(named({ lane: 'slow' })).not.toContain('Let others pass');
  });

  test('PAG-37: only who came through a draw is offered to check it, by its right name', () => {
    expect(named({ lobbyIndex: 3 }, { draw })).toContain('Check my place');
    expect(named({ lobbyIndex: 3 }, { draw: { ...draw, isRevealed: false } })).toContain('Check the draw');
    expect(named({}, { draw })).not.toContain('Check my place');
    expect(named({ lobbyIndex: 3 })).not.toContain('Check my place');
  });

  test('PAG-32: nothing is offered to who has no place', () => {
    for (const state of ['left', 'closed', 'soldOut', 'finished', 'code', 'joining'] as const)
      expect(placeActs(state, modelOf(), nothing, labels, () => {})).toEqual([]);
  });

  test('PAG-32: what stands on the board, because a ticket is unlikely, is not offered a second time', () => {
    const named = (hasContact: boolean) =>
      placeActs('waiting', modelOf(), { hasContact, isUnlikely: true }, labels, () => {}).map(
        ({ label }) => label,
      );
    expect(named(false)).toEqual(['Let others pass']);
    expect(named(true)).toEqual(['Let others pass', labels.otherAddress]);
  });
});

describe('PAG-33: said small', () => {
  const asides = (...args: Parameters<typeof modelOf>) =>
    asidesOf('waiting', { model: modelOf(...args) } as BoardSituation, english);

  test('PAG-33: bad news is told while waiting, and only when nothing that is left is likely or possible', () => {
    expect(asides({}, { tiers: [tier('none'), tier('plenty', 'unlikely')] })).toEqual([labels.unlikely]);
    expect(asides({}, { tiers: [tier('plenty', 'likely'), tier('plenty', 'unlikely')] })).toEqual([]);
    expect(asides({}, { tiers: [tier('plenty')] })).toEqual([]);
    expect(asides({}, { tiers: [tier('none')] })).toEqual([]);
    const model = modelOf({}, { tiers: [tier('plenty', 'unlikely')] });
    expect([isUnlikely('waiting', model), isUnlikely('called', model)]).toEqual([true, false]);
  });

  test('PAG-33: how often our ranges held is said once there are enough, and never rounded up', () => {
    const score = (promised: number, held: number) =>
      scoreOf('waiting', modelOf({}, { etaScore: { promised, held } }), english);
    expect(score(19, 19)).toBeNull();
    expect(score(200, 199)).toContain('99 of 100');
    expect(scoreOf('left', modelOf({}, { etaScore: { promised: 99, held: 9 } }), english)).toBeNull();
  });

  test('PAG-37: before the draw the fingerprint of its number stands on the board', () => {
    const situation = { model: modelOf({ state: 'lobby' }, { draw }) } as BoardSituation;
    expect(asidesOf('lobby', situation, english)[0]).toContain('9f3c…a71e');
  });

  test('PAG-37: where no public randomness is added the board says so, beside the fingerprint', () => {
    const said = (state: 'lobby' | 'registered', beacon: 'none' | 'awaited') =>
      asidesOf(state, { model: modelOf({}, { draw: { ...draw, beacon } }) } as BoardSituation, english);
    for (const state of ['lobby', 'registered'] as const) {
      expect(said(state, 'none')[1]).toContain('you have to trust the organiser');
      expect(said(state, 'awaited')).toHaveLength(1);
    }
  });
});

test('PAG-36: an address is kept masked, whatever it is', () => {
  expect(masked('minseo@example.com')).toBe('m…@example.com');
  expect(masked('"a@b"@example.com')).toBe('"…@example.com');
  expect(masked('한글@example.kr')).toBe('한…@example.kr');
  expect(masked('@x')).toBe('…');
});
