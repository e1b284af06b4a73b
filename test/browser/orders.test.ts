/**
 * Staff at their page of orders, in a real browser against a real Usher: an order is found by its buyer's address, a part of
 * it is given back after its preview, its story is read, the file is taken, and what could not be done is done again.
 */
import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { buyTwo } from './buy-two.ts';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';
import { expectSound } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
const email = 'minseo@example.com';

test.each([
  ['phone', { width: 390, height: 844 }],
  ['desk', { width: 1_280, height: 900 }],
] as const)(
  'PAG-82, PAG-113: staff at a %s finds an order, gives a part back, reads its story, takes the file, clears a flag, and has a failure done again',
  { timeout: 150_000 },
  async (name, viewport) => {
    const { id: orderId } = await buyTwo(house, { slug: `cups-${name}`, email });
    await house.db.query(
      `with failed as (
         insert into command (sale_id, kind, key, order_id, payload, done_at, result)
         select sale_id, 'lapse', 'poison-' || id, id, '{"paymentId":null}', now(), '{"outcome":"failed"}' from "order" where id = $1
         returning id, sale_id, order_id, kind, key)
       insert into dead_letter (id, source, source_id, sale_id, order_id, what, key, cause)
       select 'ded_command-' || id, 'command', id::text, sale_id, order_id, kind, key, 'a bug that is mended' from failed`,
      [orderId],
    );
    await house.db.query(
      `insert into order_flag (order_id, kind, key) values ($1, 'dispute_opened', 'flag-' || $1::text)`,
      [orderId],
    );
    const letter = await house.db.query(
      `with given_up as (
         insert into outbox (sale_id, topic, key, payload, done_at)
         select sale_id, 'mail', 'given-up-' || id, jsonb_build_object('kind', 'order_delivered', 'orderId', id), now()
         from "order" where id = $1
         returning id, sale_id, payload, topic, key
       ), ended as (
         insert into mail_sent (outbox_id, message_id, outcome, answer)
         select id, 'message-' || id, 'given_up', '451 the mailbox is full' from given_up)
       insert into dead_letter (id, source, source_id, sale_id, order_id, what, key, cause, tries)
       select 'ded_outbox-' || id, 'outbox', id::text, sale_id, payload->>'orderId', topic, key, '451 the mailbox is full', 12
       from given_up returning source_id`,
      [orderId],
    );
    const { page, context, complaints } = await newSurfer(house.browser, { viewport, acceptDownloads: true });
    await page.goto(`${house.run.url}/staff/orders`);
    await page.getByLabel('Email').fill(house.run.owner.email);
    await page.getByLabel('Password').fill(house.run.owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Buyer’s email').fill('nobody@example.com', patience);
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByText('No order is like that.').waitFor(patience);
    await page.getByLabel('Buyer’s email').fill(email.toUpperCase());
    await page.getByLabel('Sale (its address)').fill(`cups-${name}`);
    await page.getByRole('button', { name: 'Look' }).click();
    await page.locator('.found button').first().click(patience);
    await page.getByRole('heading', { name: 'What happened' }).waitFor(patience);
    const focused = (name: string) => page.evaluate(`document.activeElement.getAttribute('${name}')`);
    expect(await focused('aria-labelledby')).toBe('order');
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await focused('id')).toBe(`row-${orderId}`);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What happened' }).waitFor(patience);
    expect((await page.locator('#order').boundingBox())?.y).toBeLessThan(100);
    await expectSound(page);

    await page.getByLabel(/^Units of /).fill('1');
    await page.locator('#refund-reason').fill('a broken cup');
    await page.getByText('Preview, not done yet').first().waitFor();
    await picture(page, `orders-${name}-preview`);
    await expectSound(page);
    await page.getByRole('button', { name: /^Refund / }).click();
    await page.getByText('1 of 2 given back').waitFor(patience);
    await page.getByText('Given back in part (1)').waitFor(patience);
    await vi.waitUntil(
      async () =>
        (await house.db.query(`select 1 from refund where order_id = $1 and state = 'refunded'`, [orderId]))
          .rowCount,
      {
        timeout: 20_000,
      },
    );
    await picture(page, `orders-${name}-story`);

    const [file] = await Promise.all([
      page.waitForEvent('download', patience),
      page.getByRole('button', { name: /as a file/ }).click(),
    ]);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toContain(orderId);
    expect(text).toContain(email);

    await page.getByText('The buyer disputes the payment').waitFor(patience);
    await page.getByText('It was looked at', { exact: true }).click();
    await page.locator('[id^="seen-"]').fill('the papers were sent');
    await picture(page, `orders-${name}-flag`);
    await page.getByRole('button', { name: 'Take the flag down' }).click();
    await page.getByText('Nothing to look at.').waitFor(patience);
    const cleared = `select cleared_at is not null as is_cleared from order_flag where key = $1`;
    expect((await house.db.query(cleared, [`flag-${orderId}`])).rows).toEqual([{ is_cleared: true }]);

    const dead = (cause: string) => page.locator('[aria-labelledby="dead"] li', { hasText: cause });
    await dead('the mailbox is full').getByText('Letter: delivered').waitFor(patience);
    await dead('the mailbox is full').getByText('Decide', { exact: true }).click();
    await dead('the mailbox is full').locator('[id^="why-"]').fill('it was emptied');
    await picture(page, `orders-${name}-letter`);
    await dead('the mailbox is full').getByRole('button', { name: 'Do it again' }).click();
    await page.getByText('the mailbox is full').waitFor({ state: 'detached', ...patience });
    const sent = `select 1 from mail_sent where outbox_id = $1 and outcome = 'taken'`;
    await vi.waitUntil(async () => (await house.db.query(sent, [letter.rows[0].source_id])).rowCount, {
      timeout: 20_000,
    });

    await dead('a bug that is mended').waitFor(patience);
    await dead('a bug that is mended').getByText('Decide', { exact: true }).click();
    await page.locator('[id^="why-"]').fill('the bug is mended');
    await picture(page, `orders-${name}-dead`);
    await expectSound(page);
    await page.getByRole('button', { name: 'Do it again' }).click();
    await page.getByText('a bug that is mended').waitFor({ state: 'detached', ...patience });
    const { rows } = await house.db.query(
      `select result->>'outcome' as outcome from command where key = $1`,
      [`poison-${orderId}`],
    );
    await vi.waitUntil(
      async () =>
        (
          await house.db.query(`select 1 from command where key = $1 and result->>'outcome' = 'unchanged'`, [
            `poison-${orderId}`,
          ])
        ).rowCount,
      { timeout: 10_000 },
    );
    expect(rows.length).toBe(1);
    expect(complaints).toEqual([]);
    await context.close();
  },
);
