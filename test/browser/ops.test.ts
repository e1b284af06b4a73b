/**
 * The operator's side in a real browser against a real Usher: a raffle is made with everything the form knows, codes are
 * made, shown once and withdrawn, settings are changed with their effect shown first (OPS-4…6). Axe looks at each page.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { SaleView } from '../../domain/sale.ts';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };

async function signIn(page: Page, path: string): Promise<void> {
  await page.goto(`${house.run.url}${path}`);
  await page.getByLabel('Email').fill(house.run.owner.email);
  await page.getByLabel('Password').fill(house.run.owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const wide = { viewport: { width: 1_280, height: 900 } };

test('OPS-6: a raffle is made with all that the form knows', { timeout: 120_000 }, async () => {
  const { page, context, complaints } = await newSurfer(house.browser, wide);
  await signIn(page, '/ops');
  await page.getByText('Make a sale').click(patience);
  await page.getByLabel('Title').fill('Lighthouse night');
  await page.getByLabel('How it sells').selectOption('raffle');
  await page.getByLabel('How many win a turn').fill('40');
  await page.getByLabel('Hours a winner has to buy').fill('36');
  await page.getByLabel('Opens at').fill('2030-03-01T20:00');
  await page.getByLabel('Registration ends').fill('2030-03-01T18:00');
  await page.getByLabel('Time zone').selectOption('Europe/Berlin');
  await page.getByText('A colour of its own').click();
  await page.getByLabel('Colour', { exact: true }).fill('#1f6feb');
  await page.getByText('Further settings').click();
  await page.getByLabel('Hours to buy from the reserve list').fill('3');
  await page.getByLabel('Priority lane, percent').fill('45');
  await page.getByLabel('Sites that may show').fill('https://shop.example/start');
  await page.getByLabel('Joining needs an access code').check();
  await page.getByLabel('Name of tier 1').fill('Standing');
  await page.getByLabel('Price of tier 1').fill('12000');
  await page.getByLabel('Number of tier 1').fill('40');
  await picture(page, 'ops-make');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Make this sale' }).click();
  await page.waitForURL(/\/ops\/lighthouse-night$/, patience);
  await page.getByRole('heading', { name: 'Raffle and reserve list' }).waitFor(patience);
  await picture(page, 'ops-raffle');
  await expectNoBarriers(page);
  const { rows } = await house.db.query(
    `select mode, winners, claim_hours, reserve_hours, priority_share, embed_origins, code_required, autopilot,
       time_zone, accent
     from sale where slug = 'lighthouse-night'`,
  );
  expect(rows).toEqual([
    {
      ...{ mode: 'raffle', winners: 40, claim_hours: 36, reserve_hours: 3, priority_share: 45 },
      ...{ embed_origins: ['https://shop.example'], code_required: true, autopilot: true },
      ...{ time_zone: 'Europe/Berlin', accent: '#1f6feb' },
    },
  ]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('OPS-4: codes are made, shown once, listed without themselves, and withdrawn after asking', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('coded', { title: 'Coded', units: 5 });
  const { page, context, complaints } = await newSurfer(house.browser, wide);
  await signIn(page, '/ops/coded');
  await page.getByText('Show the codes').click(patience);
  await page.getByText('No code has been made for this sale.').waitFor(patience);
  await page.getByLabel('How many codes').fill('3');
  await page.getByLabel('For whom').fill('Press');
  await page.getByLabel('Leads to').selectOption('priority');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Make 3 codes' }).click();
  await page.getByRole('heading', { name: 'Your new codes' }).waitFor(patience);
  const codes = await page.locator('.codes code').allInnerTexts();
  expect(new Set(codes).size).toBe(3);
  expect(await page.evaluate('document.activeElement.id')).toBe('made');
  await picture(page, 'ops-codes');
  await expectNoBarriers(page);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('heading', { name: 'Journal' }).isVisible()).toBe(false);
  expect(await page.locator('.codes code').first().isVisible()).toBe(true);
  await picture(page, 'ops-codes-print');
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'I have kept them' }).click();
  const shown = await page.locator('body').innerText();
  expect(codes.filter((code) => code === '' || shown.includes(code))).toEqual([]);

  const withdraw = page.getByRole('button', { name: /^Withdraw code \w+ Press$/ });
  expect(await withdraw.count()).toBe(3);
  await withdraw.first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  expect(await withdraw.count()).toBe(3);
  await withdraw.first().click();
  await expectNoBarriers(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw', exact: true }).click();
  await page.getByText('withdrawn', { exact: true }).waitFor(patience);
  expect(await withdraw.count()).toBe(2);
  const { rows } = await house.db.query(
    'select count(*)::int as open from access_code where withdrawn_at is null',
  );
  expect(rows).toEqual([{ open: 2 }]);
  await page.getByText('Withdrew a code, by', { exact: false }).waitFor(patience);
  expect(complaints).toEqual([]);
  await context.close();
});

test('OPS-5: a setting shows what it would change, and holds when it is set', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('settings', {
    title: 'Settings',
    units: 5,
  });
  const { page, context, complaints } = await newSurfer(house.browser, {
    viewport: { width: 375, height: 800 },
    colorScheme: 'dark',
  });
  await signIn(page, '/ops/settings');
  await page.getByText('More settings').click(patience);
  await page.getByLabel('Autopilot slows the line').uncheck();
  await page.getByLabel('Priority lane, percent').fill('10');
  await page.getByLabel('Reason, for the journal').last().fill('quiet evening');
  await picture(page, 'ops-settings-phone');
  await expectNoBarriers(page);
  await page.getByRole('button', { name: 'Change these settings' }).click();
  await page.getByText('as set, autopilot is off', { exact: false }).waitFor(patience);
  await page.getByText('Priority lane, up to 10% of each batch').waitFor(patience);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByText('우선 줄, 한 번에 최대 10%').waitFor(patience);
  await expectNoBarriers(page);
  const { rows } = await house.db.query(`select autopilot, priority_share from sale where slug = 'settings'`);
  expect(rows).toEqual([{ autopilot: false, priority_share: 10 }]);
  expect(complaints).toEqual([]);
  await context.close();
});

test('PAG-19, API-21: a pause asks why, says it in the words of each reader, and may say it anew', {
  timeout: 120_000,
}, async () => {
  await house.makeSale('halted', {
    title: 'Halted',
    units: 5,
  });
  const { page, context, complaints } = await newSurfer(house.browser, wide);
  await signIn(page, '/ops/halted');
  await page.getByRole('button', { name: 'Pause…' }).click(patience);
  const pause = page.getByRole('button', { name: 'Pause the line' });
  expect(await pause.isDisabled()).toBe(true);
  await page.getByText('Say why, in one language at least.').waitFor(patience);
  await page.getByRole('dialog').getByLabel('English').fill('The till is down');
  await page.getByLabel('More news in').fill('15');
  await page.getByText(/^The line is paused The till is down\. .*More by \d\d:\d\d\.$/).waitFor(patience);
  await expectNoBarriers(page);
  await picture(page, 'ops-pause');
  await pause.click();
  await page.getByRole('button', { name: 'Paused…' }).click(patience);
  await page.getByRole('dialog').getByLabel('Korean').fill('계산대가 멈췄어요');
  await expectNoBarriers(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoBarriers(page);
  await picture(page, 'ops-pause-anew');
  await page.getByRole('button', { name: 'Update what visitors read' }).click();
  const readSale = async () => (await (await fetch(`${house.run.url}/api/sales/halted`)).json()) as SaleView;
  await expect
    .poll(async () => (await readSale()).reasons, patience)
    .toEqual({ en: 'The till is down', ko: '계산대가 멈췄어요' });
  expect(complaints).toEqual([]);
  await context.close();
});
