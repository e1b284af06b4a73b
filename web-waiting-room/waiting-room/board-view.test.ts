/** Every state of a visitor in every state of the sale has words, in both languages, with every fact filled in. */
import { describe, expect, test } from 'vitest';
import { etaReasons } from '../../domain/eta.ts';
import { checkReasons, type GatewayMessage, type PlaceMessage, placeStates } from '../../domain/protocol.ts';
import { saleStates } from '../../domain/sale.ts';
import { factsOf } from '../language/fill.ts';
import { when } from '../language/time.ts';
import { lineWords as englishLine } from '../words/english/line.ts';
import { otherModes as englishOthers } from '../words/english/other-modes.ts';
import { lineWords as koreanLine } from '../words/korean/line.ts';
import { otherModes as koreanOthers } from '../words/korean/other-modes.ts';
import { boardStates, withOthers } from '../words/line-words.ts';
import { boardStateOf } from './board-state.ts';
import { type BoardSituation, boardView } from './board-view.ts';
import { hear, knowing } from './line-model.ts';

const english = withOthers(englishLine, englishOthers);
const korean = withOthers(koreanLine, koreanOthers);
const nowMs = Date.parse('2027-03-01T11:00:00Z');
const iso = (ms: number) => new Date(nowMs + ms).toISOString();

const place = (more: Partial<PlaceMessage> = {}): PlaceMessage => ({
  type: 'place',
  state: 'waiting',
  ahead: 1_242,
  moved: 0,
  waiting: 14_600,
  eta: { fromSeconds: 720, toSeconds: 1_080 },
  aheadAtJoin: 3_522,
  number: 3_523,
  ...more,
});
const sale = (state: (typeof saleStates)[number], more = {}): GatewayMessage => ({
  type: 'sale',
  state,
  tiers: [],
  ...more,
});
const situation = (
  messages: readonly GatewayMessage[],
  more: Partial<BoardSituation> = {},
): BoardSituation => ({
  model: messages.reduce((model, message) => hear(model, message, nowMs), knowing(null)),
  link: { kind: 'live' },
  goingIn: false,
  contact: null,
  registrationClosesAtMs: nowMs + 3_600_000,
  mode: 'line',
  lobbyMode: 'shuffle',
  opensAtMs: nowMs + 276_000,
  claimSeconds: 60,
  nowMs,
  ...more,
});

const orderless = ['lobby', 'registered', 'shopping', 'finished', 'soldOut', 'closed', 'left', 'notDrawn'];

describe.each([english, korean])('in $language', (words) => {
  test.each(placeStates.flatMap((state) => saleStates.map((ofSale) => [state, ofSale] as const)))(
    'PAG-4: %s in a sale that is %s',
    (state, ofSale) => {
      const message = place({ state, ahead: orderless.includes(state) ? null : 3, claimBy: iso(52_000) });
      const view = boardView(situation([sale(ofSale), message]), words);
      const said = [view.title, view.sentence, view.status, view.estimate?.range, view.estimate?.why];
      for (const text of [...said, view.figure?.under, view.aisle?.words, view.button].filter(Boolean)) {
        expect(text).not.toMatch(/[{}[\]…]|undefined|null|NaN/);
        expect(text?.trim()).toBe(text);
      }
      expect(view.title.length).toBeGreaterThan(1);
      expect(view.sentence.length).toBeGreaterThan(1);
    },
  );

  test('PAG-4: facts that are not known leave no hole in a sentence', () => {
    const bare = { opensAtMs: null };
    for (const state of placeStates.filter((one) => one !== 'lobby' && one !== 'called')) {
      const { sentence } = boardView(situation([place({ state, ahead: null })], bare), words);
      expect(sentence).not.toMatch(/[{}[\]…]/);
    }
  });
});

test('PAG-11: both languages name the same facts in every state, label and refusal', () => {
  const sorted = (text: string) => [...new Set(factsOf(text))].sort();
  for (const state of boardStates) {
    expect(sorted(korean.states[state].sentence), state).toEqual(sorted(english.states[state].sentence));
    expect(korean.states[state].button === undefined).toBe(english.states[state].button === undefined);
  }
  const labels = (words: typeof english) =>
    Object.entries(words.labels).flatMap(([name, text]) =>
      typeof text === 'string' ? [[name, sorted(text)]] : [],
    );
  expect(labels(korean)).toEqual(labels(english));
});

test.each([english, korean])(
  'ACC-20: a check says its own reason, before there is a place and in it: $language',
  (words) => {
    const said = checkReasons.flatMap((reason) => {
      const refused = { type: 'refused', code: 'proof_required', title: '', challenge: {}, reason } as const;
      const slow = place({ lane: 'slow', check: { reason, challenge: {} } });
      const sentences = [refused, slow].map((message) => boardView(situation([message]), words).sentence);
      for (const sentence of sentences) expect(sentence).toContain(words.labels.checkWhy[reason]);
      return words.labels.checkWhy[reason];
    });
    expect(new Set(said).size).toBe(checkReasons.length);
    // An older gateway says none, and then none is made up.
    const bare = boardView(situation([{ type: 'refused', code: 'proof_required', title: '' }]), words);
    expect(bare.sentence).not.toMatch(/[{}[\]…]|network|네트워크/);
  },
);

describe('PAG-4: the state on the board', () => {
  const stateOf = (messages: readonly GatewayMessage[], more: Partial<BoardSituation> = {}) =>
    boardStateOf(situation(messages, more));

  test('PAG-4: near is 150 people or two minutes', () => {
    expect(stateOf([place({ ahead: 151 })])).toBe('waiting');
    expect(stateOf([place({ ahead: 150 })])).toBe('near');
    expect(stateOf([place({ ahead: 151, eta: { fromSeconds: 60, toSeconds: 120 } })])).toBe('near');
  });

  test('PAG-30: what was given up is named for what it was: a place in line, or an entry of a draw', () => {
    expect(stateOf([sale('open'), place({ state: 'left' })])).toBe('left');
    expect(stateOf([sale('lobby'), place({ state: 'left' })], { mode: 'raffle' })).toBe('withdrawn');
  });

  test('PAG-30: where there is no line nobody is told of one', () => {
    const said = (...messages: Parameters<typeof situation>[0]) => stateOf(messages, { mode: 'passthrough' });
    const orderless = (state: PlaceMessage['state']) => place({ state, ahead: null, eta: null });
    expect(said(sale('lobby'), orderless('lobby'))).toBe('noLineYet');
    expect(said(sale('paused'), orderless('paused'))).toBe('noLinePaused');
    expect(said(sale('paused'), orderless('lobby'))).toBe('noLinePaused');
    expect(said(sale('soldOut'), orderless('soldOut'))).toBe('noLineSoldOut');
    expect(said(sale('open'), orderless('finished'))).toBe('noLineOver');
    expect(said(sale('open'), orderless('left'))).toBe('noLineOver');
    expect(said(sale('closed'), orderless('closed'))).toBe('closed');
    // Open already, and the pass is on its way.
    for (const state of ['waiting', 'allHeld'] as const)
      expect(said(sale('open'), orderless(state))).toBe('joining');
    const pass = { type: 'pass', pass: 'p', expiresAt: iso(600_000), url: '/' } as const;
    expect(said(sale('paused'), orderless('shopping'), pass)).toBe('shopping');
    const off = { kind: 'off', sinceMs: nowMs - 9_000, retryAtMs: null } as const;
    expect(stateOf([sale('lobby'), orderless('lobby')], { mode: 'passthrough', link: off })).toBe('offline');
  });

  test('PAG-30: a state whose words have not arrived yet is shown as the page finding the place', () => {
    const registered = situation([sale('lobby'), place({ state: 'registered', ahead: null })]);
    expect(boardView(registered, englishLine).state).toBe('joining');
    expect(boardView(registered, english).state).toBe('registered');
  });

  test('PAG-30: sold out leads to the reserve list where there is one to join', () => {
    expect(stateOf([sale('soldOut', { reserveOpen: true }), place({ state: 'soldOut' })])).toBe(
      'soldOutReserve',
    );
    expect(stateOf([sale('soldOut', { reserveOpen: true }), place()])).toBe('soldOutReserve');
    expect(stateOf([sale('soldOut'), place({ state: 'soldOut' })])).toBe('soldOut');
    expect(stateOf([sale('soldOut', { reserveOpen: true }), place({ state: 'closed' })])).toBe('closed');
  });

  test('PAG-30: a turn that is over says how it ended', () => {
    const ended = (outcome: PlaceMessage['outcome'], of: 'open' | 'closed' = 'open') =>
      stateOf([sale(of), place({ state: 'finished', ...(outcome && { outcome }) })]);
    expect([ended('bought'), ended('bought', 'closed')]).toEqual(['bought', 'bought']);
    expect([ended('missed'), ended('missed', 'closed')]).toEqual(['turnMissed', 'finishedForGood']);
    expect([ended('ended'), ended(undefined)]).toEqual(['finished', 'finished']);
  });

  test('PAG-30: a check comes before a pause, a turn before both, and an answerable refusal before offline', () => {
    const check = { reason: 'address', challenge: {} } as const;
    expect(stateOf([sale('paused'), place({ check, lane: 'slow' })])).toBe('check');
    expect(stateOf([sale('paused'), place({ check, state: 'called', claimBy: iso(9) })])).toBe('called');
    const over = { link: { kind: 'over' } } as const;
    const refused = (code: string) => ({ type: 'refused', code, title: '' }) as const;
    expect(stateOf([refused('code_required')], over)).toBe('code');
    expect(stateOf([refused('proof_required')], over)).toBe('proof');
    expect(stateOf([place(), refused('code_invalid')])).toBe('waiting');
  });

  test('PAG-4: paused comes from the sale, and a turn that was given outlives the pause', () => {
    expect(stateOf([sale('paused'), place()])).toBe('paused');
    expect(stateOf([sale('paused'), place({ state: 'called', claimBy: iso(9) })])).toBe('called');
  });

  test('PAG-4: the second call says so', () => {
    expect(stateOf([place({ state: 'called', claimBy: iso(9), callNo: 2 })])).toBe('calledAgain');
  });

  test('PAG-4: nobody who waits is left waiting for what is sold out or closed', () => {
    expect(stateOf([sale('soldOut'), place()])).toBe('soldOut');
    expect(stateOf([sale('closed'), place()])).toBe('closed');
    expect(stateOf([sale('soldOut'), place({ state: 'finished' })])).toBe('finishedForGood');
  });

  test('PAG-4: a pause is told in the reader’s language, and news that was promised for a time that has passed is not', () => {
    const paused = (words: typeof english, more = {}) =>
      boardView(situation([sale('paused', more), place()]), words).sentence;
    const reasons = { en: 'Cards fail', ko: '결제가 안 돼요' };
    const more = { reason: 'Cards fail', reasons, nextNewsAt: iso(900_000) };
    expect(paused(english, more)).toMatch(/^Cards fail\. .* More by \d\d:\d\d\.$/);
    expect(paused(korean, more)).toMatch(/^결제가 안 돼요\. /);
    expect(paused(korean, { reason: 'Cards fail', reasons: { en: 'Cards fail' } })).toMatch(/^Cards fail\. /);
    expect(paused(english, { ...more, nextNewsAt: iso(-1) })).not.toContain('More by');
  });

  test('PAG-3: every reason that the server gives for a longer range has words', () => {
    for (const { labels } of [english, korean])
      expect(Object.keys(labels.reasons).sort()).toEqual([...etaReasons].sort());
  });

  test('PAG-4: a sale that ended says when it did, however early, and nothing where that is not known', () => {
    const said = (more = {}) => boardView(situation([sale('closed', more), place()]), english).sentence;
    expect(said({ closedAt: iso(-60_000) })).toBe(
      `It closed at ${when(nowMs - 60_000, nowMs, 'en')}. If you did not buy, you were not charged.`,
    );
    expect(said()).toBe('If you did not buy, you were not charged.');
  });

  test('PAG-4: a pass that this page did not claim means that another tab is inside', () => {
    const pass = { type: 'pass', pass: 'p', expiresAt: iso(600_000), url: '/' } as const;
    expect(stateOf([place({ state: 'shopping', ahead: null }), pass])).toBe('shopping');
    expect(stateOf([place({ state: 'shopping', ahead: null }), pass], { goingIn: true })).toBe('goingIn');
  });

  test('PAG-4: a short break shows on the connection line alone, a long one takes the board', () => {
    const off = (ms: number) => ({ link: { kind: 'off', sinceMs: nowMs - ms, retryAtMs: null } }) as const;
    expect(stateOf([place()], off(2_900))).toBe('waiting');
    expect(stateOf([place()], off(3_000))).toBe('offline');
    expect(stateOf([place({ state: 'left' })], off(60_000))).toBe('left');
  });

  test('PAG-4: the lobby says that it draws once the opening has come', () => {
    const lobby = place({ state: 'lobby', ahead: null });
    expect(stateOf([sale('lobby'), lobby])).toBe('lobby');
    expect(stateOf([sale('lobby'), lobby], { opensAtMs: nowMs })).toBe('drawing');
    expect(stateOf([sale('lobby'), lobby], { lobbyMode: 'arrival' })).toBe('lobbyArrival');
  });
});
