/**
 * Doors and tickets in a real browser: typed codes, a camera that sees one, a network that goes and comes back while another
 * device works, tickets to show, and one that changes hands by a letter's link.
 */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import { type TicketRow, ticketById } from '../../db/tickets.ts';
import { orderKeyOf } from '../../tokens/order-key.ts';
import { transferKeyOf } from '../../tokens/transfer-key.ts';
import { launchBrowser, newSurfer } from './chromium.ts';
import { doorHouse, patience, typeCode, verdict } from './door-house.ts';
import { filmCode } from './fake-camera.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

const house = doorHouse();

/** The smallest that pages are made for, upright and on its side. */
const smallScreens = [
  [320, 568],
  [568, 320],
] as const;
/** Phones have some 160 of CSS' pixels an inch. */
const PIXEL_MM = 25.4 / 160;

/** Of all codes on the page: the width of one module, the quiet zone's being as wide. */
const finestModuleMm = async (page: Page): Promise<number> => {
  const sides = await page.evaluate<number[]>(
    "[...document.querySelectorAll('.qr svg')].map((code) => code.getBoundingClientRect().width / code.viewBox.baseVal.width)",
  );
  expect(sides.length).toBeGreaterThan(0);
  return Math.min(...sides) * PIXEL_MM;
};

test('DOR-1, DOR-4: at the door typed codes are let in once, undone with a reason, and said in words, shapes and colours', {
  timeout: 120_000,
}, async () => {
  const { tickets } = await house.soldTickets('typed', 4);
  const [one, two] = tickets as [TicketRow, TicketRow];
  await house.db.updateTable('ticket').set({ state: 'void' }).where('id', '=', two.id).execute();
  const { page, complaints } = await newSurfer(house.browser);
  await house.goToDoor(page, 'typed', 'Gate 2');
  await page.getByText('0 of 3 inside').waitFor(patience);
  await picture(page, 'scanner-ready');
  await typeCode(page, house.codeOf(one).toLowerCase());
  await verdict(page, 'Let in');
  await page.getByText('1 of 3 inside').waitFor(patience);
  await picture(page, 'scanner-in');
  await expectNoBarriers(page);
  await typeCode(page, house.codeOf(one));
  await verdict(page, 'Already inside');
  await page.getByText(/^Scanned at .* at Gate 2/).waitFor(patience);
  await picture(page, 'scanner-already');
  await expectNoBarriers(page);
  await typeCode(page, house.codeOf(two));
  await verdict(page, 'Not valid any more');
  await typeCode(page, 'HB27-4TQK-9MX2');
  await verdict(page, 'Not a ticket');
  await picture(page, 'scanner-no');
  await expectNoBarriers(page);

  const third = tickets[2] as TicketRow;
  await typeCode(page, house.codeOf(third));
  await verdict(page, 'Let in');
  await page.getByRole('button', { name: 'Undo the last one' }).click();
  await page.getByLabel('Reason').fill('wrong queue');
  await expectNoBarriers(page);
  await picture(page, 'scanner-undo');
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Ready', { exact: true }).waitFor(patience);
  expect(await ticketById(house.db, third.id)).toMatchObject({ state: 'valid' });
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByText('준비됐어요').waitFor(patience);
  await page.setViewportSize({ width: 1280, height: 800 });
  await picture(page, 'scanner-desktop-ko');
  expect(complaints).toEqual([]);
});

test('DOR-8, DOR-2: without a network the door goes on, also after a reload, and both doors hear of the ticket that came twice', {
  timeout: 180_000,
}, async () => {
  const { tickets } = await house.soldTickets('offline', 3);
  const [one, two] = tickets as [TicketRow, TicketRow];
  await house.db
    .updateTable('ticket')
    .set({ issued_at: new Date(Date.now() - 3_600_000) })
    .execute();
  const { page, context, complaints } = await newSurfer(house.browser);
  await house.goToDoor(page, 'offline', 'Gate 1');
  await page.getByText(/^List of /).waitFor(patience);
  await vi.waitUntil(
    () => page.evaluate<boolean>("caches.keys().then((names) => names.includes('usher-scanner'))"),
    patience,
  );
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByText('Not connected').waitFor(patience);
  await typeCode(page, house.codeOf(one));
  await verdict(page, 'Let in');
  await page.getByText('Not connected, 1 to send').waitFor(patience);
  await picture(page, 'scanner-offline');
  await typeCode(page, house.codeOf(one));
  await verdict(page, 'Already inside');
  await typeCode(page, await house.tokenOf(two));
  await verdict(page, 'Let in');

  // Meanwhile, later, at another door with a network.
  const other = { token: house.codeOf(one), door: 'Gate 9', sale: 'offline', device: 'other' };
  expect(await house.askAsOwner('/staff/check-in', other)).toMatchObject({ result: 'in', door: 'Gate 9' });

  await context.setOffline(false);
  await page.getByText(/^Inside twice: .* at Gate 9\.$/).waitFor(patience);
  await page.getByText('Connected, nothing to send').waitFor(patience);
  await picture(page, 'scanner-twice');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Read' }).click();
  expect(await ticketById(house.db, one.id)).toMatchObject({ state: 'used', door: 'Gate 1' });
  expect(await ticketById(house.db, two.id)).toMatchObject({ state: 'used', door: 'Gate 1' });
  const news = { sale: 'offline', device: 'other', deviceNow: new Date(), scans: [] };
  expect(await house.askAsOwner('/staff/check-in/batch', news)).toMatchObject({
    overtaken: [{ ticketId: one.id, door: 'Gate 1' }],
    counts: { inside: 2 },
  });
  expect(complaints).toEqual([]);
});

test('DOR-7, TIC-3: the camera sees a code, and it is let in once', { timeout: 120_000 }, async () => {
  const { ticket } = await house.soldTickets('camera', 1);
  const { id } = ticket;
  const token = await house.tokenOf(ticket);
  const seeing = await launchBrowser(filmCode(path.join(house.folder, 'code.y4m'), token));
  try {
    const { page, complaints } = await newSurfer(seeing);
    await house.goToDoor(page, 'camera', 'Gate 3');
    await verdict(page, 'Let in');
    await page.getByText('Hold the code in the frame').waitFor(patience);
    await picture(page, 'scanner-camera');
    expect(await ticketById(house.db, id)).toMatchObject({ state: 'used', door: 'Gate 3' });
    // It stays in the picture, and is not scanned again.
    await page.getByText('1 of 1 inside').waitFor(patience);
    const scans = await house.db
      .selectFrom('ticket_scan')
      .select('outcome')
      .where('ticket_id', '=', id)
      .execute();
    expect(scans).toEqual([{ outcome: 'in' }]);
    expect(complaints).toEqual([]);
  } finally {
    await seeing.close();
  }
});

test('TIC-11, TIC-12: tickets are shown one a screen, given away, and taken by who opens the letter’s link', {
  timeout: 240_000,
}, async () => {
  const { order, ticket } = await house.soldTickets('gift', 3);
  const { page, complaints } = await newSurfer(house.browser, { colorScheme: 'dark' });
  await page.goto(`${house.url}/orders/${order.id}#key=${orderKeyOf(house.ring, order.id)}`);
  await page.getByRole('button', { name: 'Show at the door' }).click(patience);
  await page.getByRole('img', { name: 'QR code of ticket 1' }).last().waitFor(patience);
  await picture(page, 'wallet-dark');
  await expectNoBarriers(page);
  for (const [width, height] of smallScreens) {
    await page.setViewportSize({ width, height });
    expect(await finestModuleMm(page), `${width} × ${height}`).toBeGreaterThanOrEqual(0.4);
    const code = await page.locator('.wallet .qr').first().boundingBox();
    const buttons = await page.locator('.wallet .row').boundingBox();
    expect((code?.y ?? 0) + (code?.height ?? 0)).toBeLessThanOrEqual(buttons?.y ?? 0);
    await picture(page, `wallet-${width}`);
  }
  await page.setViewportSize({ width: 390, height: 844 });
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

  const { id } = await house.db
    .selectFrom('ticket_transfer')
    .select('id')
    .where('ticket_id', '=', ticket.id)
    .executeTakeFirstOrThrow();
  const link = `${house.url}/transfer/${id}#key=${transferKeyOf(house.ring, id)}`;
  // Whatever opens links in letters takes nothing.
  await fetch(link);
  const sora = await newSurfer(house.browser);
  await sora.page.goto(link);
  await sora.page.getByRole('heading', { name: 'Minseo Han gives you a ticket' }).waitFor(patience);
  expect(await ticketById(house.db, ticket.id)).toMatchObject({ serial: 1 });
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
