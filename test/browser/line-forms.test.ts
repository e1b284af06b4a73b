/**
 * What a visitor may do in the waiting room beside waiting, in a real browser: let others pass, leave an address, stand on
 * the reserve list, give a code, pass a check. Each form is fetched when it is asked for, and says what became of it.
 */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { GatewayMessage, PlaceMessage, SaleMessage } from '../../domain/protocol.ts';
import type { SaleView } from '../../domain/sale.ts';
import { openProofs } from '../../gateway/access/proofs.ts';
import { systemChance } from '../../runtime/chance.ts';
import { systemClock } from '../../runtime/clock.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { newKeys } from '../stores.ts';
import { launchBrowser, newSurfer, type Surfer } from './chromium.ts';
import { type FakeLine, type FakeSale, openFakeLine, poll } from './fake-line.ts';
import { lineStates, place, saleNews, saleView } from './line-states.ts';

const patience = { timeout: 10_000 };
const shots = process.env.USHER_SHOTS;
let line: FakeLine;
let browser: Browser;
let surfer: Surfer;

beforeAll(async () => {
  line = await openFakeLine();
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await line?.close();
});
beforeEach(async () => {
  line.heard.length = 0;
  surfer = await newSurfer(browser, { reducedMotion: 'reduce', viewport: { width: 375, height: 812 } });
});
afterEach(async () => {
  expect(surfer.complaints).toEqual([]);
  await surfer.context.close();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const bodies = (name: string) => line.heard.filter((one) => one.name === name).map(({ body }) => body);
const receipt = 'kid.eyJlIjoiQUFBQUFBQUFBQUFBQUFBQSJ9.sig';

async function open(
  says: readonly GatewayMessage[],
  more: Partial<FakeSale> = {},
  sale: Partial<SaleView> = {},
) {
  line.sales.set('form', { sale: saleView('form', sale), onJoin: () => says, ...more });
  await surfer.page.goto(`${line.url}/sales/form/line`);
  return surfer.page;
}

async function expectNoBarriers(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/form-${name}.png` });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

const inLine = (more: Partial<PlaceMessage> = {}) => place({ receipt, ...more });
const answers =
  (now: PlaceMessage, sale: SaleMessage = saleNews()) =>
  () =>
    poll(now, sale);

test('PAG-32: by keyboard alone a visitor lets others pass, sees how many still go, and takes the place back', async () => {
  const snoozed = inLine({ state: 'snoozed', ahead: 200, letPass: 200 });
  const page = await open([saleNews(), inLine({ ahead: 300, waiting: 600 })], {
    onPost: { snooze: answers(snoozed), wake: answers(inLine({ ahead: 250 })) },
  });
  await button(page, 'Let others pass').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'How many may go first?' }).waitFor(patience);
  // Only as many as stand behind: 299.
  expect(await page.getByRole('radio').count()).toBe(4);
  await expectNoBarriers(page, 'snooze');
  await page.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await heading(page, 'Others are passing').waitFor(patience);
  expect(bodies('POST snooze')).toMatchObject([{ letPass: 200 }]);
  expect(bodies('POST snooze')[0]).toHaveProperty('secret');
  const figure = page.locator('.num');
  expect(await figure.innerText()).toBe('200');
  line.say({ type: 'frame', moved: 60, waiting: 540, at: new Date().toISOString() });
  await page.getByText('When 140 more have gone in').waitFor(patience);
  line.say({ type: 'frame', moved: 20, waiting: 540, at: new Date().toISOString() });
  await button(page, 'I am ready now').click();
  await heading(page, 'You are in line').waitFor(patience);
  expect(await figure.innerText()).toBe('250');
});

test('PAG-32: with nobody behind there is nobody to let pass, and Escape closes the dialog', async () => {
  const page = await open([saleNews(), inLine({ ahead: 300, waiting: 301 })]);
  await button(page, 'Let others pass').click();
  await page.getByText('Nobody stands behind you right now').waitFor(patience);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('dialog').count()).toBe(0);
  expect(await page.evaluate('document.activeElement.innerText')).toBe('Let others pass');
});

test('PAG-36: an address is left once, said masked, also after a reload; a slip is said before it is sent', async () => {
  const page = await open([saleNews(), inLine()], {
    onPost: { remind: answers(inLine({ reminded: true })) },
  });
  await button(page, 'Tell me by email').click();
  await page.getByRole('textbox', { name: 'Email' }).fill('minseo');
  await page.keyboard.press('Enter');
  await page.getByText('This does not look like an email address.').waitFor(patience);
  expect(bodies('POST remind')).toEqual([]);
  await expectNoBarriers(page, 'remind');
  await page.getByRole('textbox', { name: 'Email' }).fill('minseo@example.com');
  await page.keyboard.press('Enter');
  await page.getByText('We write to m…@example.com.').waitFor(patience);
  expect(bodies('POST remind')).toMatchObject([{ email: 'minseo@example.com', language: 'en' }]);
  await page.reload();
  await page.getByText('We write to m…@example.com.').waitFor(patience);
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('minseo');
});

test('PAG-36: who waits for what is sold out joins the reserve list, and leaves it after being asked once', async () => {
  const sold = lineStates.soldOutReserve?.says ?? [];
  const listed = place({ state: 'reserve', ahead: null, eta: null, reserveNumber: 643, receipt });
  const news = saleNews({ state: 'soldOut', reserveHours: 2, reserveOpen: true });
  let isOn = false;
  const page = await open(sold, {
    onPost: {
      reserve: ({ email }) => {
        isOn = email !== null;
        return poll(isOn ? listed : place({ state: 'soldOut', ahead: null, eta: null }), news);
      },
    },
  });
  await button(page, 'Join the reserve list').click();
  await page.getByText('You then have 2 hours to buy.').waitFor(patience);
  await expectNoBarriers(page, 'reserve');
  await page.getByRole('textbox', { name: 'Email' }).fill('m@example.com');
  await button(page, 'Join the list').click();
  await heading(page, 'You are on the reserve list').waitFor(patience);
  await page
    .getByText('You are number 643. If a ticket comes back for you, we write to you at m…@example.com')
    .waitFor();
  // Without a place before, the list knows the visitor by the secret's hash.
  expect(bodies('POST reserve')[0]).toHaveProperty('secretHash');
  await button(page, 'Take me off the list').click();
  await expectNoBarriers(page, 'off-list');
  await button(page, 'Leave the list').click();
  await heading(page, 'Sold out').waitFor(patience);
  expect(isOn).toBe(false);
});

test('PAG-34: a line that needs a code says so, refuses a wrong one in words, and opens to the right one', async () => {
  let isIn = false;
  const onJoin = () =>
    isIn ? [saleNews(), inLine()] : [{ type: 'refused', code: 'code_required', title: 'Code' } as const];
  const page = await open([], {
    onJoin,
    onPost: {
      join: ({ code }) => {
        if (code !== 'right-1') return { status: 403, body: { code: 'code_invalid' } };
        isIn = true;
        return poll(inLine(), saleNews());
      },
    },
  });
  await heading(page, 'This line needs a code').waitFor(patience);
  await button(page, 'Join with the code').click();
  await page.getByText('Please type the code from your invitation.').waitFor(patience);
  await page.getByLabel('Your code').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('This code does not open this line.').waitFor(patience);
  await expectNoBarriers(page, 'code');
  await page.getByLabel('Your code').fill(' right-1 ');
  await page.keyboard.press('Enter');
  await heading(page, 'You are in line').waitFor(patience);
  expect(bodies('POST join').map(({ code }) => code)).toEqual(['wrong', 'right-1']);
  // The connection comes back with the receipt, and says nothing of the code any more.
  await expect.poll(() => bodies('join').at(-1)).toMatchObject({ receipt });
  expect(bodies('join').at(-1)).not.toHaveProperty('code');
});

test('PAG-34: an invitation that carries its code opens the line, and the code leaves the address', async () => {
  const onPost = { join: answers(inLine()) };
  line.sales.set('form', { sale: saleView('form'), onJoin: () => [saleNews(), inLine()], onPost });
  await surfer.page.goto(`${line.url}/sales/form/line#code=AB-12`);
  await heading(surfer.page, 'You are in line').waitFor(patience);
  expect(bodies('POST join')).toMatchObject([{ code: 'AB-12' }]);
  expect(surfer.page.url()).not.toContain('AB-12');
});

/** A check as the gateway makes it, and as it looks at the solution. */
async function puzzle() {
  const spent = new Set<string>();
  const proofs = openProofs({
    ring: parseKeyRing(newKeys()),
    clock: systemClock,
    chance: systemChance,
    budgets: { spendOnce: async (signature) => !spent.has(signature) && spent.add(signature) !== null },
  });
  const purpose = 'check|sale|visitor';
  return {
    challenge: await proofs.challenge(purpose, { steps: 60 }),
    isSolvedBy: (proof: unknown) => proofs.isSolved(String(proof), purpose, 'visitor'),
  };
}

test('PAG-35: the browser solves its check by itself, and what it sends is a solution', async () => {
  const { challenge, isSolvedBy } = await puzzle();
  const slow = inLine({ ahead: 31, aheadAtJoin: 31, lane: 'slow', check: { reason: 'address', challenge } });
  const page = await open([saleNews(), slow], { onPost: { prove: answers(inLine({ ahead: 2_000 })) } });
  await heading(page, 'One more check').waitFor(patience);
  expect(await page.locator('.num').innerText()).toBe('31');
  await button(page, 'Check this browser').click();
  await heading(page, 'You are in line').waitFor({ timeout: 30_000 });
  const [said] = bodies('POST prove');
  expect(await isSolvedBy(said?.proof)).toBe(true);
  // PAG-31: another lane counts other people, and more of them is not hidden.
  expect(await page.locator('.num').innerText()).toBe('2,000');
});

test('PAG-35: a solution that came too late is refused with another puzzle, and the page offers to try again', async () => {
  const [first, second] = [await puzzle(), await puzzle()];
  const check = { reason: 'device', challenge: first.challenge } as const;
  const proofs: unknown[] = [];
  const page = await open([saleNews(), inLine({ lane: 'slow', check })], {
    onPost: {
      prove: ({ proof }) => {
        proofs.push(proof);
        return proofs.length > 1
          ? poll(inLine(), saleNews())
          : { status: 403, body: { code: 'proof_required', challenge: second.challenge } };
      },
    },
  });
  await button(page, 'Check this browser').click();
  await page.getByText('The check did not work in this browser.').waitFor({ timeout: 30_000 });
  await expectNoBarriers(page, 'check-failed');
  await button(page, 'Try again').click();
  await heading(page, 'You are in line').waitFor({ timeout: 30_000 });
  expect([await first.isSolvedBy(proofs[0]), await second.isSolvedBy(proofs[1])]).toEqual([true, true]);
});

test('PAG-35: before there is a place the same check stands at the door', async () => {
  const { challenge, isSolvedBy } = await puzzle();
  let isIn = false;
  const page = await open([], {
    onJoin: () =>
      isIn ? [saleNews(), inLine()] : [{ type: 'refused', code: 'proof_required', title: '', challenge }],
    onPost: {
      join: () => {
        isIn = true;
        return poll(inLine(), saleNews());
      },
    },
  });
  await button(page, 'Check this browser').click();
  await heading(page, 'You are in line').waitFor({ timeout: 30_000 });
  expect(await isSolvedBy(bodies('POST join')[0]?.proof)).toBe(true);
});

test('PAG-35: whoever cannot be checked that way gets a code by mail; the same words for every address', async () => {
  const check = { reason: 'pattern', challenge: {} } as const;
  const page = await open([saleNews(), inLine({ lane: 'slow', check })], {
    onPost: {
      check: ({ email, code }) => {
        if (email !== undefined) return { status: 202, body: { sent: true } };
        return code === '123456'
          ? poll(inLine(), saleNews())
          : { status: 403, body: { code: 'code_invalid' } };
      },
    },
  });
  await button(page, 'Use email instead').click();
  await page.getByRole('textbox', { name: 'Email' }).fill('minseo@example.com');
  await button(page, 'Send me a code').click();
  await page.getByText('If minseo@example.com is an address, a code is on its way').waitFor(patience);
  await page.getByLabel('The code from the mail').fill('1');
  await page.keyboard.press('Enter');
  await page.getByText('This is not the code that we sent last').waitFor(patience);
  await expectNoBarriers(page, 'check-mail');
  await page.getByLabel('The code from the mail').fill('123456');
  await page.keyboard.press('Enter');
  await heading(page, 'You are in line').waitFor(patience);
  expect(bodies('POST check')).toMatchObject([
    { email: 'minseo@example.com', language: 'en' },
    { code: '1' },
    { code: '123456' },
  ]);
});

test('PAG-37: the draw says what is public of it, and calls nothing proven', async () => {
  const page = await open(lineStates.notDrawn?.says ?? [], {}, lineStates.notDrawn?.sale);
  await button(page, 'Check the draw').click();
  await page.getByRole('heading', { name: 'How the draw can be checked' }).waitFor(patience);
  await page.getByText('b8a71e').waitFor(patience);
  expect(await page.getByRole('link', { name: 'All that is published' }).getAttribute('href')).toBe(
    '/api/sales/form/proof',
  );
  await expectNoBarriers(page, 'draw');
});

test('PAG-32: leaving asks once, says what it costs, and staying is the first answer', async () => {
  const page = await open([saleNews(), inLine()]);
  await button(page, 'Leave the line').click();
  await page.getByText('You give up place 1,243.').waitFor(patience);
  await expectNoBarriers(page, 'leave');
  expect(await page.evaluate('document.activeElement.innerText')).toBe('Stay in line');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => line.heard.at(-1)?.name).toBe('leave');
});

test('PAG-38: a form that does not arrive is offered again, and the place stands meanwhile', async () => {
  const page = await open([saleNews(), inLine()]);
  await heading(page, 'You are in line').waitFor(patience);
  await page.route('**/assets/dialogs-*', (route) => route.abort());
  await button(page, 'Let others pass').click();
  const again = button(page, 'That did not load. Try again');
  await again.waitFor(patience);
  expect(await page.locator('.num').innerText()).toBe('1,242');
  await page.unroute('**/assets/dialogs-*');
  surfer.complaints.length = 0; // It says itself that the file did not come.
  await again.click();
  await page.getByRole('heading', { name: 'How many may go first?' }).waitFor(patience);
});

test('PAG-30: a turn of the reserve list is not begun by itself, a turn of the line is', async () => {
  const claimBy = new Date(Date.now() + 50_000).toISOString();
  const called = inLine({ state: 'called', ahead: 0, eta: null, claimBy, callNo: 1 });
  const page = await open([saleNews(), { ...called, fromList: true }]);
  await heading(page, 'A ticket came back for you').waitFor(patience);
  // The page hears more and its clock moves on, and with both all that it does by itself.
  const live = page.locator('.live');
  const before = await live.innerText();
  const hearMore = () => {
    line.say({ type: 'frame', moved: 1, waiting: 1, at: new Date().toISOString() });
    return live.innerText();
  };
  await expect.poll(hearMore, patience).not.toBe(before);
  expect(bodies('claim')).toEqual([]);
  await button(page, 'Go in').click();
  await expect.poll(() => bodies('claim').length).toBe(1);
  line.say({ ...called, claimBy: new Date(Date.now() + 55_000).toISOString() });
  await expect.poll(() => bodies('claim').length).toBe(2);
});
