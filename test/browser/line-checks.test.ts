/** What may stand before a place, in a real browser: the code of an invitation, and a check, with both its ways out. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { GatewayMessage } from '../../domain/protocol.ts';
import { openProofs } from '../../gateway/access/proofs.ts';
import { systemChance } from '../../runtime/chance.ts';
import { systemClock } from '../../runtime/clock.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { newKeys } from '../stores.ts';
import { poll } from './fake-line.ts';
import { answers, button, formPage, heading, inLine, lookAt, patience, receipt } from './form-page.ts';
import { saleNews } from './line-states.ts';
import { pictures } from './picture.ts';

const form = formPage();

test('PAG-34: a line that needs a code says so, refuses a wrong one in words, and opens to the right one', async () => {
  let isIn = false;
  const onJoin = () =>
    isIn ? [saleNews(), inLine()] : [{ type: 'refused', code: 'code_required', title: 'Code' } as const];
  const page = await form.open([], {
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
  await lookAt(page, 'code');
  await page.getByLabel('Your code').fill(' right-1 ');
  await page.keyboard.press('Enter');
  await heading(page, 'You are in line').waitFor(patience);
  expect(form.bodies('POST join').map(({ code }) => code)).toEqual(['wrong', 'right-1']);
  // The connection comes back with the receipt, and says nothing of the code any more.
  await expect.poll(() => form.bodies('join').at(-1)).toMatchObject({ receipt });
  expect(form.bodies('join').at(-1)).not.toHaveProperty('code');
});

test('PAG-34: an invitation that carries its code opens the line, and the code leaves the address', async () => {
  const onPost = { join: answers(inLine()) };
  const page = await form.open([saleNews(), inLine()], { onPost }, {}, '#code=AB-12');
  await heading(page, 'You are in line').waitFor(patience);
  expect(form.bodies('POST join')).toMatchObject([{ code: 'AB-12' }]);
  expect(page.url()).not.toContain('AB-12');
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
  const page = await form.open([saleNews(), slow], { onPost: { prove: answers(inLine({ ahead: 2_000 })) } });
  await heading(page, 'One more check').waitFor(patience);
  expect(await page.locator('.num').innerText()).toBe('31');
  await button(page, 'Check this browser').click();
  await heading(page, 'You are in line').waitFor({ timeout: 30_000 });
  const [said] = form.bodies('POST prove');
  expect(await isSolvedBy(said?.proof)).toBe(true);
  // PAG-31: another lane counts other people, and more of them is not hidden.
  expect(await page.locator('.num').innerText()).toBe('2,000');
});

test('PAG-35: a solution that came too late is refused with another puzzle, and the page offers to try again', async () => {
  const [first, second] = [await puzzle(), await puzzle()];
  const check = { reason: 'device', challenge: first.challenge } as const;
  const proofs: unknown[] = [];
  const page = await form.open([saleNews(), inLine({ lane: 'slow', check })], {
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
  await lookAt(page, 'check-failed');
  await button(page, 'Try again').click();
  await heading(page, 'You are in line').waitFor({ timeout: 30_000 });
  expect([await first.isSolvedBy(proofs[0]), await second.isSolvedBy(proofs[1])]).toEqual([true, true]);
});

test('PAG-35: before there is a place the same check stands at the door', async () => {
  const { challenge, isSolvedBy } = await puzzle();
  let isIn = false;
  const page = await form.open([], {
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
  expect(await isSolvedBy(form.bodies('POST join')[0]?.proof)).toBe(true);
});

test('PAG-35: whoever cannot be checked that way gets a code by mail; the same words for every address', async () => {
  const check = { reason: 'pattern', challenge: {} } as const;
  const page = await form.open([saleNews(), inLine({ lane: 'slow', check })], {
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
  await lookAt(page, 'check-mail');
  await page.getByLabel('The code from the mail').fill('123456');
  await page.keyboard.press('Enter');
  await heading(page, 'You are in line').waitFor(patience);
  expect(form.bodies('POST check')).toMatchObject([
    { email: 'minseo@example.com', language: 'en' },
    { code: '1' },
    { code: '123456' },
  ]);
});

/** As over plain http. */
const withoutSubtle = "Object.defineProperty(crypto, 'subtle', { value: undefined })";
const asked = {
  type: 'refused',
  code: 'proof_required',
  title: '',
  challenge: {},
  reason: 'network',
} as const;
/** Refuses to join until the code of the mail comes along. */
function mailedDoor() {
  let isIn = false;
  return {
    onJoin: (): readonly GatewayMessage[] => (isIn ? [saleNews(), inLine()] : [asked]),
    onPost: {
      check: () => ({ status: 202, body: { sent: true } }),
      join: ({ mailedCode }: Record<string, unknown>) => {
        if (mailedCode !== '123456') return { status: 403, body: { ...asked } };
        isIn = true;
        return poll(inLine(), saleNews());
      },
    },
  };
}

async function passByMail(page: Page): Promise<void> {
  await button(page, 'Use email instead').click();
  await page.getByRole('textbox', { name: 'Email' }).fill('minseo@example.com');
  await button(page, 'Send me a code').click();
  await page.getByLabel('The code from the mail').fill('1');
  await page.keyboard.press('Enter');
  await page.getByText('This is not the code that we sent last').waitFor(patience);
  await pictures(page, 'form-proof-mail');
  await lookAt(page, 'proof-mail');
  await page.getByLabel('The code from the mail').fill('123456');
  await page.keyboard.press('Enter');
  await heading(page, 'You are in line').waitFor(patience);
}

test('ACC-21, PAG-35: before there is a place a code by mail leads in as well, and the true reason is said', async () => {
  const page = await form.open([], mailedDoor());
  await heading(page, 'One check before you join').waitFor(patience);
  await page.getByText('Many joins came from internet addresses next to yours').first().waitFor(patience);
  await pictures(page, 'form-proof');
  await lookAt(page, 'proof');
  await passByMail(page);
  const [{ secretHash } = {}] = form.bodies('join');
  expect(secretHash).toEqual(expect.any(String));
  expect(form.bodies('POST check')).toEqual([{ email: 'minseo@example.com', language: 'en', secretHash }]);
  expect(form.bodies('POST join').map(({ mailedCode }) => mailedCode)).toEqual(['1', '123456']);
});

test('ACC-21, PAG-35: where the browser cannot solve a puzzle, over plain http, the mail still leads in', async () => {
  const page = await form.open([], mailedDoor(), {}, '', withoutSubtle);
  await button(page, 'Check this browser').click();
  await page.getByText('only over a secure connection').waitFor(patience);
  await passByMail(page);
});

test('ACC-21, PAG-34: a code that was typed is kept while its check goes by mail', async () => {
  const door = mailedDoor();
  let typed = false;
  const onJoin = () =>
    typed ? door.onJoin() : [{ type: 'refused', code: 'code_required', title: '' } as const];
  const onPost = {
    ...door.onPost,
    join: (body: Record<string, unknown>) => {
      typed = true;
      return door.onPost.join(body);
    },
  };
  const page = await form.open([], { onJoin, onPost }, {}, '', withoutSubtle);
  await page.getByLabel('Your code').fill('right-1');
  await page.keyboard.press('Enter');
  await heading(page, 'One check before you join').waitFor(patience);
  await passByMail(page);
  expect(form.bodies('POST join').at(-1)).toMatchObject({ code: 'right-1', mailedCode: '123456' });
});
