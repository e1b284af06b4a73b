/**
 * What a visitor may do in the waiting room beside waiting, in a real browser: let others pass, leave an address, stand on
 * the reserve list, leave. Each form is fetched when it is asked for, and says what became of it.
 */
import { expect, test } from 'vitest';
import { poll } from './fake-line.ts';
import { answers, button, formPage, heading, inLine, lookAt, patience, receipt } from './form-page.ts';
import { lineStates, place, saleNews } from './line-states.ts';

const form = formPage();

test('PAG-32: by keyboard alone a visitor lets others pass, sees how many still go, and takes the place back', async () => {
  const snoozed = inLine({ state: 'snoozed', ahead: 200, letPass: 200 });
  const page = await form.open([saleNews(), inLine({ ahead: 300, waiting: 600 })], {
    onPost: { snooze: answers(snoozed), wake: answers(inLine({ ahead: 250 })) },
  });
  await button(page, 'Let others pass').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'How many may go first?' }).waitFor(patience);
  // Only as many as stand behind: 299.
  expect(await page.getByRole('radio').count()).toBe(4);
  await lookAt(page, 'snooze');
  await page.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await heading(page, 'Others are passing').waitFor(patience);
  expect(form.bodies('POST snooze')).toMatchObject([{ letPass: 200 }]);
  expect(form.bodies('POST snooze')[0]).toHaveProperty('secret');
  const figure = page.locator('.num');
  expect(await figure.innerText()).toBe('200');
  form.line.say({ type: 'frame', moved: 60, waiting: 540, at: new Date().toISOString() });
  await page.getByText('When 140 more have gone in').waitFor(patience);
  form.line.say({ type: 'frame', moved: 20, waiting: 540, at: new Date().toISOString() });
  await button(page, 'I am ready now').click();
  await heading(page, 'You are in line').waitFor(patience);
  expect(await figure.innerText()).toBe('250');
});

test('PAG-32: with nobody behind there is nobody to let pass, and Escape closes the dialog', async () => {
  const page = await form.open([saleNews(), inLine({ ahead: 300, waiting: 301 })]);
  await button(page, 'Let others pass').click();
  await page.getByText('Nobody stands behind you right now').waitFor(patience);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('dialog').count()).toBe(0);
  expect(await page.evaluate('document.activeElement.innerText')).toBe('Let others pass');
});

test('PAG-36: an address is left once, said masked, also after a reload; a slip is said before it is sent', async () => {
  const page = await form.open([saleNews(), inLine()], {
    onPost: { remind: answers(inLine({ reminded: true })) },
  });
  await button(page, 'Tell me by email').click();
  await page.getByRole('textbox', { name: 'Email' }).fill('minseo');
  await page.keyboard.press('Enter');
  await page.getByText('This does not look like an email address.').waitFor(patience);
  expect(form.bodies('POST remind')).toEqual([]);
  await lookAt(page, 'remind');
  await page.getByRole('textbox', { name: 'Email' }).fill('minseo@example.com');
  await page.keyboard.press('Enter');
  await page.getByText('We write to m…@example.com.').waitFor(patience);
  expect(form.bodies('POST remind')).toMatchObject([{ email: 'minseo@example.com', language: 'en' }]);
  await page.reload();
  await page.getByText('We write to m…@example.com.').waitFor(patience);
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('minseo');
});

test('PAG-36: who waits for what is sold out joins the reserve list, and leaves it after being asked once', async () => {
  const sold = lineStates.soldOutReserve.says;
  const listed = place({ state: 'reserve', ahead: null, eta: null, reserveNumber: 643, receipt });
  const news = saleNews({ state: 'soldOut', reserveHours: 2, reserveOpen: true });
  let isOn = false;
  const page = await form.open(sold, {
    onPost: {
      reserve: ({ email }) => {
        isOn = email !== null;
        return poll(isOn ? listed : place({ state: 'soldOut', ahead: null, eta: null }), news);
      },
    },
  });
  await button(page, 'Join the reserve list').click();
  await page.getByText('You then have 2 hours to buy.').waitFor(patience);
  await lookAt(page, 'reserve');
  await page.getByRole('textbox', { name: 'Email' }).fill('m@example.com');
  await button(page, 'Join the list').click();
  await heading(page, 'You are on the reserve list').waitFor(patience);
  await page
    .getByText('You are number 643. If a ticket comes back for you, we write to you at m…@example.com')
    .waitFor();
  // Without a place before, the list knows the visitor by the secret's hash.
  expect(form.bodies('POST reserve')[0]).toHaveProperty('secretHash');
  await button(page, 'Take me off the list').click();
  await lookAt(page, 'off-list');
  await button(page, 'Leave the list').click();
  await heading(page, 'Sold out').waitFor(patience);
  expect(isOn).toBe(false);
});

test('PAG-37: the draw says what is public of it, and calls nothing proven', async () => {
  const page = await form.open(lineStates.notDrawn.says, {}, lineStates.notDrawn.sale);
  await button(page, 'Check the draw').click();
  await page.getByRole('heading', { name: 'How the draw can be checked' }).waitFor(patience);
  await page.getByText('b8a71e').waitFor(patience);
  expect(await page.getByRole('link', { name: 'All that is published' }).getAttribute('href')).toBe(
    '/api/sales/form/proof',
  );
  const script = page.getByRole('link', { name: 'The script that recomputes it' });
  expect(await script.getAttribute('href')).toBe('/verify-draw.ts');
  const { origin } = new URL(page.url());
  await page.getByText(`node verify-draw.ts ${origin}/api/sales/form/proof`).waitFor(patience);
  await lookAt(page, 'draw');
});

test('PAG-32: leaving asks once, says what it costs, and staying is the first answer', async () => {
  const page = await form.open([saleNews(), inLine()]);
  await button(page, 'Leave the line').click();
  await page.getByText('You give up place 1,243.').waitFor(patience);
  await lookAt(page, 'leave');
  expect(await page.evaluate('document.activeElement.innerText')).toBe('Stay in line');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => form.line.heard.at(-1)?.name).toBe('leave');
});

test('PAG-38: a form that does not arrive is offered again, and the place stands meanwhile', async () => {
  const page = await form.open([saleNews(), inLine()]);
  await heading(page, 'You are in line').waitFor(patience);
  await page.route('**/assets/dialogs-*', (route) => route.abort());
  await button(page, 'Let others pass').click();
  const again = button(page, 'That did not load. Try again');
  await again.waitFor(patience);
  expect(await page.locator('.num').innerText()).toBe('1,242');
  await page.unroute('**/assets/dialogs-*');
  form.complaints.length = 0; // It says itself that the file did not come.
  await again.click();
  await page.getByRole('heading', { name: 'How many may go first?' }).waitFor(patience);
});

test('PAG-30: a turn of the reserve list is not begun by itself, a turn of the line is', async () => {
  const claimBy = new Date(Date.now() + 50_000).toISOString();
  const called = inLine({ state: 'called', ahead: 0, eta: null, claimBy, callNo: 1 });
  const page = await form.open([saleNews(), { ...called, fromList: true }]);
  await heading(page, 'A ticket came back for you').waitFor(patience);
  // The page hears more and its clock moves on, and with both all that it does by itself.
  const live = page.locator('.live');
  const before = await live.innerText();
  const hearMore = () => {
    form.line.say({ type: 'frame', moved: 1, waiting: 1, at: new Date().toISOString() });
    return live.innerText();
  };
  await expect.poll(hearMore, patience).not.toBe(before);
  expect(form.bodies('claim')).toEqual([]);
  await button(page, 'Go in').click();
  await expect.poll(() => form.bodies('claim').length).toBe(1);
  form.line.say({ ...called, claimBy: new Date(Date.now() + 55_000).toISOString() });
  await expect.poll(() => form.bodies('claim').length).toBe(2);
});
