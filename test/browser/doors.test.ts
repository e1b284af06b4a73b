/**
 * Doors and tickets in a real browser: typed codes, a camera that sees one, a network that goes and comes back while another
 * device works, tickets to show, and one that changes hands by a letter's link.
 */
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Kysely } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';
import { type TicketRow, ticketById } from '../../db/tickets.ts';
import { type KeyRing, parseKeyRing } from '../../runtime/keyring.ts';
import { createSale } from '../../scripts/crowd/create-sale.ts';
import { openKeys } from '../../scripts/launch/keys.ts';
import type { RunFile } from '../../scripts/launch/run-file.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { ticketCodeOf } from '../../tokens/ticket-code.ts';
import { signTicket } from '../../tokens/ticket-token.ts';
import { transferKeyOf } from '../../tokens/transfer-key.ts';
import { usherHome } from '../running-usher.ts';
import { testLog } from '../stores.ts';
import { issuedOrder } from '../tickets.ts';
import { launchBrowser, newSurfer } from './chromium.ts';
import { filmCode } from './fake-camera.ts';
import { picture } from './picture.ts';

const home = usherHome();
const patience = { timeout: 30_000 };
let run: RunFile;
let browser: Browser;
let db: Kysely<Database>;
let usherKeys: string;
let ring: KeyRing;

beforeAll(async () => {
  run = await home.start({ QUEUE_WORKERS: '1', USHER_DEMO: 'off' }).ready;
  usherKeys = openKeys(path.join(home.folder, 'keys.json')).usherKeys;
  ring = parseKeyRing(usherKeys);
  db = openDatabase(run.databaseUrl, testLog);
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await db?.destroy();
});

/** A sale of its own with an order of so many tickets. */
async function soldTickets(slug: string, units: number) {
  const settings = {
    title: 'Night Ferry: Harbour Nights',
    venue: 'Busan, Pier 2',
    units: 50,
    startsAt: '2027-03-12T10:30:00Z',
  };
  await createSale(run.url, run.owner, slug, settings);
  const { id: saleId } = await db
    .selectFrom('sale')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  return await issuedOrder(db, { units, keys: usherKeys, saleId });
}
const codeOf = ({ id }: TicketRow) => ticketCodeOf(ring, { ticketId: id, serial: 1 });

async function ownersToken(): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${run.url}/api/auth/login`, {
    method: 'POST',
    headers,
    body: JSON.stringify(run.owner),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

async function goToDoor(page: Page, slug: string, door: string): Promise<void> {
  await page.goto(`${run.url}/scanner/${slug}`);
  await page.getByLabel('Email').fill(run.owner.email);
  await page.getByLabel('Password').fill(run.owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Which door is this?' }).waitFor(patience);
  await expectNoBarriers(page);
  await page.locator('#door').fill(door);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('Connected, nothing to send').waitFor(patience);
}
async function type(page: Page, code: string): Promise<void> {
  await page.getByLabel('Or type the code').fill(code);
  await page.getByRole('button', { name: 'Check' }).click();
}
const verdict = (page: Page, word: string) =>
  page.locator('.verdict .say', { hasText: word }).waitFor(patience);

async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('DOR-1, DOR-4: at the door typed codes are let in once, undone with a reason, and said in words, shapes and colours', {
  timeout: 120_000,
}, async () => {
  const { tickets } = await soldTickets('typed', 4);
  const [one, two] = tickets as [TicketRow, TicketRow];
  await db.updateTable('ticket').set({ state: 'void' }).where('id', '=', two.id).execute();
  const { page, complaints } = await newSurfer(browser);
  await goToDoor(page, 'typed', 'Gate 2');
  await page.getByText('0 of 3 inside').waitFor(patience);
  await picture(page, 'scanner-ready');
  await type(page, codeOf(one).toLowerCase());
  await verdict(page, 'Let in');
  await page.getByText('1 of 3 inside').waitFor(patience);
  await picture(page, 'scanner-in');
  await expectNoBarriers(page);
  await type(page, codeOf(one));
  await verdict(page, 'Already inside');
  await page.getByText(/^Scanned at .* at Gate 2/).waitFor(patience);
  await picture(page, 'scanner-already');
  await expectNoBarriers(page);
  await type(page, codeOf(two));
  await verdict(page, 'Not valid any more');
  await type(page, 'HB27-4TQK-9MX2');
  await verdict(page, 'Not a ticket');
  await picture(page, 'scanner-no');
  await expectNoBarriers(page);

  const third = tickets[2] as TicketRow;
  await type(page, codeOf(third));
  await verdict(page, 'Let in');
  await page.getByRole('button', { name: 'Undo the last one' }).click();
  await page.getByLabel('Reason').fill('wrong queue');
  await expectNoBarriers(page);
  await picture(page, 'scanner-undo');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Ready', { exact: true }).waitFor(patience);
  expect(await ticketById(db, third.id)).toMatchObject({ state: 'valid' });
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByText('준비됐어요').waitFor(patience);
  await page.setViewportSize({ width: 1280, height: 800 });
  await picture(page, 'scanner-desktop-ko');
  expect(complaints).toEqual([]);
});

test('DOR-8, DOR-2: without a network the door goes on, also after a reload, and both doors hear of the ticket that came twice', {
  timeout: 180_000,
}, async () => {
  const { tickets } = await soldTickets('offline', 3);
  const [one, two] = tickets as [TicketRow, TicketRow];
  await db
    .updateTable('ticket')
    .set({ issued_at: new Date(Date.now() - 3_600_000) })
    .execute();
  const { page, context, complaints } = await newSurfer(browser);
  await goToDoor(page, 'offline', 'Gate 1');
  await page.getByText(/^List of /).waitFor(patience);
  await vi.waitUntil(
    () => page.evaluate<boolean>("caches.keys().then((names) => names.includes('usher-scanner'))"),
    patience,
  );
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('Not connected').waitFor(patience);
  await type(page, codeOf(one));
  await verdict(page, 'Let in');
  await page.getByText('Not connected, 1 to send').waitFor(patience);
  await picture(page, 'scanner-offline');
  await type(page, codeOf(one));
  await verdict(page, 'Already inside');
  await type(
    page,
    await signTicket(ring, {
      ticketId: two.id,
      saleId: two.sale_id,
      tierId: two.tier_id,
      orderId: two.order_id,
      serial: 1,
    }),
  );
  await verdict(page, 'Let in');

  // Meanwhile, later, at another door with a network.
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await ownersToken()}` };
  const body = JSON.stringify({ token: codeOf(one), door: 'Gate 9', sale: 'offline', device: 'other' });
  const other = await fetch(`${run.url}/api/staff/check-in`, { method: 'POST', headers, body });
  expect(await other.json()).toMatchObject({ result: 'in', door: 'Gate 9' });

  await context.setOffline(false);
  await page.getByText(/^Inside twice: .* at Gate 9\.$/).waitFor(patience);
  await page.getByText('Connected, nothing to send').waitFor(patience);
  await picture(page, 'scanner-twice');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Read' }).click();
  expect(await ticketById(db, one.id)).toMatchObject({ state: 'used', door: 'Gate 1' });
  expect(await ticketById(db, two.id)).toMatchObject({ state: 'used', door: 'Gate 1' });
  const news = JSON.stringify({ sale: 'offline', device: 'other', deviceNow: new Date(), scans: [] });
  const heard = await fetch(`${run.url}/api/staff/check-in/batch`, { method: 'POST', headers, body: news });
  expect(await heard.json()).toMatchObject({
    overtaken: [{ ticketId: one.id, door: 'Gate 1' }],
    counts: { inside: 2 },
  });
  expect(complaints).toEqual([]);
});

test('DOR-7, TIC-3: the camera sees a code, and it is let in once', { timeout: 120_000 }, async () => {
  const { ticket } = await soldTickets('camera', 1);
  const { id, sale_id, tier_id, order_id } = ticket;
  const token = await signTicket(ring, {
    ticketId: id,
    saleId: sale_id,
    tierId: tier_id,
    orderId: order_id,
    serial: 1,
  });
  const seeing = await launchBrowser(filmCode(path.join(home.folder, 'code.y4m'), token));
  try {
    const { page, complaints } = await newSurfer(seeing);
    await goToDoor(page, 'camera', 'Gate 3');
    await verdict(page, 'Let in');
    await page.getByText('Hold the code in the frame').waitFor(patience);
    await picture(page, 'scanner-camera');
    expect(await ticketById(db, id)).toMatchObject({ state: 'used', door: 'Gate 3' });
    // It stays in the picture, and is not scanned again.
    await page.getByText('1 of 1 inside').waitFor(patience);
    const scans = await db.selectFrom('ticket_scan').select('outcome').where('ticket_id', '=', id).execute();
    expect(scans).toEqual([{ outcome: 'in' }]);
    expect(complaints).toEqual([]);
  } finally {
    await seeing.close();
  }
});

test('TIC-11: tickets are shown one a screen, given away, and taken by who opens the letter’s link', {
  timeout: 240_000,
}, async () => {
  const { order, ticket } = await soldTickets('gift', 3);
  const { page, complaints } = await newSurfer(browser, { colorScheme: 'dark' });
  await page.goto(`${run.url}/orders/${order.id}#key=${orderKeyOf(ring, order.id)}`);
  await page.getByRole('button', { name: 'Show at the door' }).click(patience);
  await page.getByRole('img', { name: 'QR code of ticket 1' }).last().waitFor(patience);
  await picture(page, 'wallet-dark');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Next ticket' }).click();
  await page.getByText('2 / 3').waitFor(patience);
  await page.getByRole('button', { name: 'Close' }).click();

  const download = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  expect((await download).suggestedFilename()).toBe('tickets.pdf');

  await page.getByRole('button', { name: 'Give to somebody' }).first().click();
  await page.getByLabel('Their email').fill('sora@example.com');
  await page.getByLabel('Their name, if you like').fill('Sora');
  await picture(page, 'give-away');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Send the letter' }).click();
  await page.getByText(/^Offered to Sora/).waitFor(patience);
  await picture(page, 'order-offered');
  await expectNoBarriers(page);

  const { id } = await db
    .selectFrom('ticket_transfer')
    .select('id')
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirstOrThrow();
  const link = `${run.url}/transfer/${id}#key=${transferKeyOf(ring, id)}`;
  // Whatever opens links in letters takes nothing.
  await fetch(link);
  const sora = await newSurfer(browser);
  await sora.page.goto(link);
  await sora.page.getByRole('heading', { name: 'Minseo Han gives you a ticket' }).waitFor(patience);
  expect(await ticketById(db, ticket.id)).toMatchObject({ serial: 1 });
  expect(sora.page.url()).not.toContain('key');
  await picture(sora.page, 'transfer-offer');
  await expectNoBarriers(sora.page);
  await sora.page.getByRole('button', { name: 'Take the ticket' }).click();
  await sora.page.getByRole('img', { name: 'QR code of ticket 1' }).waitFor(patience);
  await picture(sora.page, 'transfer-taken');
  await expectNoBarriers(sora.page);
  await page.reload();
  await page.getByText('You gave it to Sora (sora@example.com).').waitFor(patience);
  await picture(page, 'order-given');
  await expectNoBarriers(page);

  // At the door without a network, on a reloaded page.
  await vi.waitUntil(
    () => sora.page.evaluate<boolean>("caches.keys().then((names) => names.includes('usher-transfer'))"),
    patience,
  );
  await sora.context.setOffline(true);
  await sora.page.reload();
  await sora.page.getByRole('img', { name: 'QR code of ticket 1' }).waitFor(patience);
  expect([...complaints, ...sora.complaints]).toEqual([]);
});
