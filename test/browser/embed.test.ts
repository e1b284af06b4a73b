/**
 * The waiting room in a frame of another site (RCH-5, RCH-6): it waits there, and the shop opens in the whole window, by a
 * press. The other site is another origin and another site, so that the browser keeps the frame's storage apart.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
let shop: Server;
let shopUrl: string;

beforeAll(async () => {
  shop = createServer((request, response) => {
    const slug = request.url?.slice(1) ?? '';
    response.setHeader('content-type', 'text/html');
    response.end(
      `<title>Shop</title><h1>Our shop</h1><iframe title="The line" width="390" height="640" src="${house.run.url}/sales/${slug}/line"></iframe>`,
    );
  }).listen(0, '127.0.0.1');
  await once(shop, 'listening');
  shopUrl = `http://localhost:${(shop.address() as AddressInfo).port}`;
});
afterAll(async () => {
  shop?.close();
});

test('RCH-6: a turn that was waited for in a frame is used in the whole window', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('framed', { title: 'Framed', units: 5, embedOrigins: [shopUrl] });
  const { page, context, complaints } = await newSurfer(house.browser, {
    viewport: { width: 480, height: 760 },
  });
  await page.goto(`${shopUrl}/framed`);
  const frame = page.frameLocator('iframe');
  const way = frame.getByRole('button', { name: /^(Go in|Go on here|Open the shop|Go to checkout)/ });
  await way.waitFor(patience);
  // However long the door stands open, nobody is taken away without a press.
  await frame.getByRole('heading', { level: 1 }).waitFor(patience);
  await picture(page, 'embed-door');
  expect(page.url()).toBe(`${shopUrl}/framed`);
  await way.click();
  await page.waitForURL(`${house.run.url}/sales/framed/checkout`, patience);
  await page.getByRole('heading', { level: 1, name: 'Checkout' }).waitFor(patience);
  await picture(page, 'embed-checkout');
  await page
    .getByRole('button', { name: /^One more: / })
    .first()
    .click(patience);
  await page.getByLabel('Name').fill('Minseo Han');
  await page.getByLabel('Email').fill('minseo@example.com');
  await page.getByRole('button', { name: /^Hold 1 for / }).click();
  await page.getByRole('heading', { name: 'Your tickets', exact: true }).waitFor(patience);
  expect(page.url()).toBe(`${house.run.url}/sales/framed/checkout`);
  expect(complaints).toEqual([]);
  await context.close();
});

test('RCH-5: a sale that names no site is shown in nobody’s frame', { timeout: 60_000 }, async () => {
  await house.makeSale('unframed', { title: 'Unframed', units: 5 });
  const { page, context, complaints } = await newSurfer(house.browser);
  await page.goto(`${shopUrl}/unframed`);
  await page.waitForFunction('document.readyState === "complete"');
  expect(complaints.join()).toContain('frame-ancestors');
  await context.close();
});
