/**
 * Every state of the waiting page in a real browser: at every width, in both themes and languages, without motion, by
 * keyboard alone, and without a barrier that axe finds. With PICTURES=folder it also leaves a picture of each.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineWords as englishLine } from '../../web-waiting-room/words/english/line.ts';
import { otherModes as englishOthers } from '../../web-waiting-room/words/english/other-modes.ts';
import { lineWords as koreanLine } from '../../web-waiting-room/words/korean/line.ts';
import { otherModes as koreanOthers } from '../../web-waiting-room/words/korean/other-modes.ts';
import { type BoardState, withOthers } from '../../web-waiting-room/words/line-words.ts';
import { launchBrowser, newSurfer, type Surfer } from './chromium.ts';
import { type FakeLine, openFakeLine } from './fake-line.ts';
import { lineStates, place, saleNews, saleView } from './line-states.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

const english = withOthers(englishLine, englishOthers);
const korean = withOthers(koreanLine, koreanOthers);
const patience = { timeout: 10_000 };
const states = Object.keys(lineStates) as BoardState[];
let line: FakeLine;
let browser: Browser;
let surfer: Surfer;

beforeAll(async () => {
  line = await openFakeLine();
  for (const state of states) {
    const { sale = {}, says } = lineStates[state];
    line.sales.set(state, { sale: saleView(state, sale), onJoin: () => says });
  }
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await line?.close();
});

const title = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text, exact: true });

/** Opens the page of a state, and does what it takes to come into it. */
async function comeInto(page: Page, state: BoardState, words: typeof english): Promise<void> {
  const { after } = lineStates[state];
  // Whoever goes in is led on after a moment; here the page stays where it is.
  await page.route('**/checkout', (route) => route.fulfill({ status: 204 }));
  await page.goto(`${line.url}/sales/${state}/line`);
  if (after) {
    await title(page, words.states[after.state].title).waitFor(patience);
    if (after.comes === 'offline') await page.evaluate('dispatchEvent(new Event("offline"))');
    else await page.getByRole('button', { name: words.states[after.state].button ?? '' }).click();
    if (after.answer) line.say(after.answer);
  }
  await title(page, words.states[state].title).waitFor(patience);
}

/** Nothing sticks out to the side, at any width that a person may have. */
async function expectFits(page: Page, state: string): Promise<void> {
  for (const width of [320, 375, 820, 1_280]) {
    await page.setViewportSize({ width, height: width < 500 ? 700 : 800 });
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect([state, width, wide]).toEqual([state, width, 0]);
    if (width !== 820) await picture(page, `${state}-${width}`);
  }
}

/** Each thing that can be pressed is reached by Tab, shows where the reader is, and is large enough for a finger. */
async function expectKeyboard(page: Page): Promise<void> {
  const pressable = 'button, a[href], summary, input';
  const count = await page.locator(`:is(${pressable}):visible`).count();
  await page.evaluate('document.body.tabIndex = -1, document.body.focus()');
  for (let step = 0; step < count; step++) {
    await page.keyboard.press('Tab');
    const at = (await page.evaluate(`(() => {
      const at = document.activeElement;
      at.dataset.reached = 'yes';
      const { width, height } = at.getBoundingClientRect();
      const isLarge = at.matches('.skip') || (width >= 44 && height >= 44);
      return { text: at.innerText || at.id, ring: getComputedStyle(at).outlineStyle, isLarge };
    })()`)) as object;
    expect(at).toMatchObject({ ring: 'solid', isLarge: true });
  }
  const missed = page.locator(`:is(${pressable}):visible:not([data-reached])`);
  expect(await missed.allInnerTexts()).toEqual([]);
}

describe('PAG-40: each state of the waiting page', () => {
  beforeAll(async () => {
    surfer = await newSurfer(browser, { reducedMotion: 'reduce' });
    // A page that nobody sees claims nothing by itself, so that the call stays in the picture.
    await surfer.page.addInitScript('Object.defineProperty(document, "hidden", { get: () => true })');
  });

  test.each(states)('PAG-40: %s, wide and narrow, light, in English, by keyboard', async (state) => {
    const { page, complaints } = surfer;
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await comeInto(page, state, english);
    await expectFits(page, state);
    await page.setViewportSize({ width: 375, height: 700 });
    await expectNoBarriers(page);
    await expectKeyboard(page);
    expect(await page.locator('.btn-go:visible').count(), 'one accent button at most').toBeLessThanOrEqual(1);
    expect(complaints).toEqual([]);
  });

  test.each(states)('PAG-40: %s, dark, in Korean, twice as large', async (state) => {
    const { page } = surfer;
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 640, height: 700 });
    await page.addInitScript('localStorage.setItem("usher.language", "ko")');
    await comeInto(page, state, korean);
    await page.evaluate('document.documentElement.style.fontSize = "200%"');
    const wide = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wide).toBe(0);
    await page.evaluate('document.documentElement.style.fontSize = ""');
    await page.setViewportSize({ width: 375, height: 700 });
    await picture(page, `${state}-ko-dark`);
    await expectNoBarriers(page);
    expect(await page.evaluate(`document.getAnimations().length`)).toBe(0);
  });
});

test.each([
  ['', {}],
  ['en', { reasons: { en: 'The till is down' } }],
  [null, { reasons: { ko: 'The till is down' } }],
] as const)('PAG-131: on a Korean page a reason is marked: %s', async (lang, told) => {
  const reason = { reason: 'The till is down', ...told };
  const says = [saleNews({ state: 'paused', ...reason }), place()];
  line.sales.set('reason', {
    sale: saleView('reason', { state: 'paused', reasons: null, ...reason }),
    onJoin: () => says,
  });
  const { page, context } = await newSurfer(browser, { locale: 'ko' });
  for (const address of ['/sales/reason/line', '/sales/reason']) {
    await page.goto(line.url + address);
    await page.getByText('The till is down').first().waitFor(patience);
    const marked = page.locator('span[lang]').filter({ hasText: 'The till is down' });
    expect(await marked.count()).toBe(lang === null ? 0 : 1);
    if (lang !== null) expect(await marked.getAttribute('lang')).toBe(lang);
  }
  await context.close();
});

describe('PAG-39: the page of each kind of sale', () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const inADay = new Date(Date.now() + 86_400_000).toISOString();
  const raffle = { mode: 'raffle', winners: 500, registrationClosesAt: inAnHour, opensAt: inADay } as const;
  const kinds = {
    'a line with a code': [{ codeRequired: true }, 'You need the code from your invitation.'],
    'a draw that takes registrations': [{ ...raffle, state: 'lobby' }, 'Everyone has the same chance.'],
    'a draw whose registration has ended': [
      { ...raffle, state: 'lobby', registrationClosesAt: '2026-01-01T00:00:00Z' },
      'Registration has ended.',
    ],
    'a draw that is done': [{ ...raffle, state: 'open' }, 'The draw is done.'],
    'a draw that is paused': [{ ...raffle, state: 'paused' }, 'Turns that were given go on.'],
    'a line that is sold out': [{ state: 'soldOut' }, 'There is a reserve list.'],
    'a sale without a line that is paused': [
      { mode: 'passthrough', state: 'paused', reason: 'The till is down' },
      'The till is down. There is no line',
    ],
  } as const;

  test.each(Object.keys(kinds) as (keyof typeof kinds)[])('PAG-39: %s', async (kind) => {
    const [sale, said] = kinds[kind];
    line.sales.set('kind', { sale: saleView('kind', sale), onJoin: () => [] });
    const { page, context, complaints } = await newSurfer(browser, { reducedMotion: 'reduce' });
    await page.goto(`${line.url}/sales/kind`);
    await page.getByText(said).first().waitFor(patience);
    await expectFits(page, `sale-${kind.replaceAll(' ', '-')}`);
    await page.setViewportSize({ width: 375, height: 700 });
    await expectNoBarriers(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectNoBarriers(page);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
