/** Without JavaScript nobody solves a puzzle: who is asked for a check before there is a place gets a code by mail. */
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { codeGuessBudgets, joinBudgets, plainJoinBudget } from '../../domain/limits.ts';
import { makeTestCode } from '../../test/access-codes.ts';
import { fillBudget } from '../../test/budgets.ts';
import { checkMails } from '../../test/check-mails.ts';
import { type GatewayStores, openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { PlainBrowser } from '../../test/plain-browser.ts';
import { plainWhy } from './plain-why.ts';

const CHECK = 'One more check';
const newAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
const newestCode = async (stores: GatewayStores) => (await checkMails(stores)).at(-1)?.code ?? '';

async function browserAt(
  stores: GatewayStores,
  settings: Parameters<typeof openTestSale>[1],
  address: string,
) {
  const sale = await openTestSale(stores, settings);
  const gateway = await openTestGateway(stores, { TRUST_PROXY_HOPS: '1' });
  const open = async () => {
    const browser = new PlainBrowser(gateway.url, sale.slug);
    browser.from = address;
    return await browser.look();
  };
  return { sale, open, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

const early = { state: 'lobby', opens_at: new Date(Date.now() + 3_600_000), winners: 1 } as const;
test.for([
  ['raffle', 'You are in the draw'],
  ['passthrough', 'You may buy now'],
] as const)(
  'ACC-21, RCH-1: into a %s a code by mail leads, once, and only who asked for it',
  async ([mode, title], { stores }) => {
    const address = newAddress();
    await fillBudget(stores.redis, 'join-address', address, joinBudgets.address.free + 100);
    await using it = await browserAt(stores, { mode, ...(mode === 'raffle' && early) }, address);
    const browser = await it.open();
    await browser.press('join');
    expect([browser.status, browser.title]).toEqual([200, CHECK]);
    expect(browser.text).toContain(plainWhy.en.address);
    await browser.press('mailCheck', { email: 'someone@visitor.test' });
    expect([browser.title, browser.text.includes('The code is on its way.')]).toEqual([CHECK, true]);
    const mailed = await newestCode(stores);
    await browser.press('join', { mailed: mailed === '000000' ? '111111' : '000000' });
    expect([browser.title, browser.text.includes('not the code that we sent last')]).toEqual([CHECK, true]);

    const other = await it.open();
    await other.press('join');
    await other.press('join', { mailed });
    expect(other.title).toBe(CHECK);
    await browser.press('join', { mailed });
    expect([browser.status, browser.title]).toEqual([200, title]);
    expect(await stores.db.selectFrom('email_code').selectAll().execute()).toEqual([]);
  },
);

test('ACC-21, RCH-1: after many wrong codes of its network a right one opens the line with a code by mail', async ({
  stores,
}) => {
  const address = newAddress();
  await using it = await browserAt(stores, { code_required: true }, address);
  const { code } = await makeTestCode(stores, it.sale.saleId);
  await fillBudget(stores.redis, 'code-address', address, codeGuessBudgets.address.free + 20);
  const browser = await it.open();
  await browser.press('join', { code });
  expect([browser.title, browser.text.includes(plainWhy.en.codes)]).toEqual([CHECK, true]);
  await browser.press('mailCheck', { email: 'someone@visitor.test' });
  expect(browser.text).toMatch(/name="code"[\s\S]*name="mailed"/);
  await browser.press('join', { code, mailed: await newestCode(stores) });
  expect([browser.status, browser.title]).toEqual([200, 'Almost there']);
});

test('ACC-21, RCH-1: where so many of them stand in the slow lane that no more go there, a code by mail still does', async ({
  stores,
}) => {
  const address = newAddress();
  await fillBudget(stores.redis, 'join-address', address, 2 * joinBudgets.address.most);
  await fillBudget(stores.redis, 'join-plain', address, plainJoinBudget.most + 50);
  await using it = await browserAt(stores, {}, address);
  const browser = await it.open();
  await browser.press('join');
  expect(browser.title).toBe(CHECK);
  await browser.press('mailCheck', { email: 'someone@visitor.test' });
  await browser.press('join', { mailed: await newestCode(stores) });
  expect([browser.title, browser.text.includes('slow lane')]).toEqual(['Almost there', false]);
  // The question is gone from the address, and a look at it changes nothing.
  await browser.look('?ask=check&why=address');
  expect(browser.title).toBe('Almost there');
});
