/** The page without JavaScript says what is known of the place and of the draw, and takes an address (RCH-9). */
import { expect, test as pure } from 'vitest';
import type { LinePoll, PlaceMessage, SaleMessage } from '../../domain/protocol.ts';
import { openTestGateway, openTestSale, publicOrigin, test } from '../../test/gateway.ts';
import { PlainBrowser } from '../../test/plain-browser.ts';
import { type PlainSale, plainView } from './plain-view.ts';

const nowMs = Date.parse('2027-03-01T11:00:00Z');
const sale: PlainSale = {
  ...{ mode: 'line', lobby: 'shuffle', opensAt: null, registrationClosesAt: null, claimSeconds: 60 },
  ...{ codeRequired: false, fulfilment: 'ticket' },
};
const open: SaleMessage = { type: 'sale', state: 'open', tiers: [] };

function viewOf(
  state: PlaceMessage['state'],
  more: Partial<PlaceMessage> = {},
  { news = {}, goods = false }: { news?: Partial<SaleMessage>; goods?: boolean } = {},
) {
  const place: PlaceMessage = {
    ...{ type: 'place', state, ahead: 900, moved: 0, waiting: 950, eta: null },
    ...more,
  };
  const poll: LinePoll = { place, sale: { ...open, ...news }, nextPollMs: 5_000 };
  const soldAs: PlainSale = goods ? { ...sale, fulfilment: 'shipping' } : sale;
  return plainView(soldAs, poll, poll.sale, nowMs, 'en');
}

pure('RCH-9: a wait that grew says why, and how long ago', () => {
  const eta = { fromSeconds: 600, toSeconds: 900, reason: 'rate_lowered' };
  expect(viewOf('waiting', { eta: { ...eta, reasonAt: '2027-03-01T10:58:00Z' } }).notes).toEqual([
    '950 in line altogether',
    'Longer than 2 minutes ago: the organiser slowed the line.',
  ]);
  expect(viewOf('waiting', { eta }).notes).toContain('Longer than before: the organiser slowed the line.');
  expect(viewOf('waiting', { eta: { ...eta, reason: 'of_a_later_version' } }).notes).toHaveLength(1);
  expect(viewOf('snoozed', { eta }).notes).toEqual([]);
});

pure('RCH-9: while all is held it says how much, and when the next hold ends', () => {
  const news = { heldUnits: 546, nextHoldEndsAt: '2027-03-01T11:03:00Z' };
  expect(viewOf('allHeld', {}, { news }).notes).toEqual([
    'Being paid for right now: 546. The next of these holds ends in 3 minutes.',
  ]);
  const due = { ...news, nextHoldEndsAt: '2027-03-01T10:59:00Z' };
  expect(viewOf('allHeld', {}, { news: due }).notes).toEqual(['Being paid for right now: 546.']);
});

pure('RCH-9: a turn that was given back, and the priority lane, are named', () => {
  for (const state of ['waiting', 'called', 'passedOver'] as const)
    expect(viewOf(state, { givenBack: true, callNo: 1 }).notes[0]).toMatch(/^Something broke on our side/);
  expect(viewOf('finished', { givenBack: true }).notes).toEqual([]);
  for (const state of ['waiting', 'paused'] as const)
    expect(viewOf(state, { lane: 'priority' }).notes.join()).toContain('the priority line');
  expect(viewOf('called', { lane: 'priority' }).notes).toEqual([]);
});

pure('RCH-9: goods are on their way by post, and tickets came by mail', () => {
  const over = { outcome: 'bought', ahead: null } as const;
  expect(viewOf('finished', over).sentence).toContain('sent them by email');
  const goods = viewOf('finished', over, { goods: true });
  expect([goods.title, goods.next?.act, goods.isFinal]).toEqual(['Your order is placed', 'join', true]);
  expect(goods.sentence).not.toMatch(/ticket|sent/);
});

pure('RCH-9: what of the draw is public stands with who is in it, and with nobody else', () => {
  const draw = { seedHash: '9f3c', beacon: 'none', isRevealed: false } as const;
  const before = viewOf('registered', { lobbyIndex: 88 }, { news: { draw } }).draw;
  expect(before).toEqual({
    seedHash: '9f3c',
    sentences: [
      expect.stringContaining('you have to trust the organiser'),
      'The sealed number is opened as soon as the draw is done.',
      'Your index in the list is 88.',
    ],
    provenIndex: null,
  });
  const done = { ...draw, root: 'c01d', size: 90, beacon: 'mixed', isRevealed: true } as const;
  expect(viewOf('waiting', { lobbyIndex: 88 }, { news: { draw: done } }).draw).toMatchObject({
    provenIndex: 88,
  });
  expect(viewOf('waiting', {}, { news: { draw: done } }).draw).toBeNull();
  expect(viewOf('lobby').draw).toBeNull();
});

test('RCH-9: in a lobby and in a draw an address is left, and what for is said', async ({ stores }) => {
  const soon = { state: 'lobby', opens_at: new Date(Date.now() + 3 * 3_600_000) } as const;
  const lobby = await openTestSale(stores, soon);
  const raffle = await openTestSale(stores, { ...soon, mode: 'raffle', winners: 1 });
  await using gateway = await openTestGateway(stores);
  for (const [{ slug }, label, said] of [
    [lobby, 'Remind me by email', 'We write to you before it opens'],
    [raffle, 'Tell me the result by email', 'We write to you with the result'],
  ] as const) {
    const browser = await new PlainBrowser(gateway.url, slug).look();
    expect(browser.text).toContain(`<a href="/api/sales/${slug}/proof">`);
    expect(browser.text).toContain('<a href="/verify-draw.ts">');
    expect(browser.text).toContain(`node verify-draw.ts ${publicOrigin}/api/sales/${slug}/proof</p>`);
    await browser.press('join');
    expect(browser.text).toContain(label);
    await browser.press('remind', { email: 'someone@example.com' });
    expect(browser.text).toContain(said);
  }
  const kept = await stores.db.selectFrom('line_contact').select('sale_id').execute();
  expect(kept.map(({ sale_id }) => sale_id).toSorted()).toEqual([lobby.saleId, raffle.saleId].toSorted());
});
