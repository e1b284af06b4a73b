/**
 * Every setting of a sale on its page, in a real browser against a real Usher (OPS-7): a draft is made, given every setting
 * and its opening, and is published. Axe looks at the page at a desk's width and a phone's.
 */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { isFixed, settingNames } from '../../web-waiting-room/sale-settings/settings-draft.ts';
import { newSurfer } from './chromium.ts';
import { browserHouse } from './house.ts';
import { picture } from './picture.ts';
import { expectNoBarriers } from './sound.ts';

const house = browserHouse();
const patience = { timeout: 20_000 };
const wide = { viewport: { width: 1_280, height: 900 } };

async function signIn(page: Page, path: string): Promise<void> {
  await page.goto(`${house.run.url}${path}`);
  await page.getByLabel('Email').fill(house.run.owner.email);
  await page.getByLabel('Password').fill(house.run.owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('OPS-7: a draft gets its opening and every other setting on its page, and then says what is fixed', {
  timeout: 120_000,
}, async () => {
  const { page, context, complaints } = await newSurfer(house.browser, {
    ...wide,
    timezoneId: 'Europe/Berlin',
  });
  await signIn(page, '/ops');
  await page.getByText('Make a sale').click(patience);
  await page.getByLabel('Title').fill('Harbour night');
  // A new sale is where its organiser is, until somebody says otherwise.
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Berlin');
  await page.getByLabel('Name of tier 1').fill('Standing');
  await page.getByLabel('Price of tier 1').fill('12000');
  await page.getByLabel('Number of tier 1').fill('40');
  await page.getByRole('button', { name: 'Make this sale' }).click();
  await page.waitForURL(/\/ops\/harbour-night$/, patience);

  await page.goto(`${house.run.url}/ops/harbour-night/catalogue`);
  await page.getByText('It is a draft: nobody sees it yet.').waitFor(patience);
  const save = page.getByRole('button', { name: 'Save', exact: true });
  expect(await save.count()).toBe(0);
  const missing = async (): Promise<string[]> => {
    const counts = settingNames.map(async (name) => [name, await page.locator(`#${name}`).count()] as const);
    return (await Promise.all(counts)).filter(([, count]) => count !== 1).map(([name]) => name);
  };
  // A lobby has an order in a sale with a line alone, and a colour is asked for where there is one.
  await page.getByText('A colour of its own').click();
  expect(await missing()).toEqual(['registrationClosesAt', 'winners', 'claimHours']);
  await page.getByText('A colour of its own').click();
  await page.locator('#lobby').selectOption('arrival');
  await page.locator('#mode').selectOption('raffle');
  expect(await missing()).toEqual(['accent', 'lobby']);

  await page.getByText('A colour of its own').click();
  await page.getByText('Further settings').click();
  const typed: Readonly<Record<string, string>> = {
    ...{ title: 'Harbour nights', venue: 'Pier 4', startsAt: '2030-03-09T19:30', accent: '#1f6feb' },
    ...{ description: 'Two boats.', hiddenUntil: '2029-01-01T09:00', opensAt: '2030-03-01T20:00' },
    ...{ registrationClosesAt: '2030-03-01T18:00', winners: '30', claimHours: '36', perVisitorMax: '2' },
    ...{ closesAt: '2030-03-08T20:00', admitPerMinute: '60', floorMax: '50', passMinutes: '5' },
    ...{ claimSeconds: '30', holdMinutes: '7', priorityShare: '45', reserveHours: '3' },
    embedOrigins: 'https://shop.example',
  };
  for (const [name, value] of Object.entries(typed)) await page.locator(`#${name}`).fill(value);
  await page.locator('#timeZone').selectOption('Asia/Seoul');
  await page.getByText('There: Sun 10 March 2030, 03:30').waitFor(patience);
  await page.locator('#picture').selectOption('/art/lighthouse.svg');
  await page.locator('#audience').selectOption('accounts');
  await page.locator('#fulfilment').selectOption('shipping');
  for (const name of ['hideBeforeOpening', 'codeRequired']) await page.locator(`#${name}`).check();
  await page.locator('#autopilot').uncheck();
  // What is wrong and folded away is brought to light.
  await page.locator('#holdMinutes').fill('16');
  await page.getByText('Further settings').click();
  const publish = page.getByRole('button', { name: 'Save and publish' });
  await publish.last().click();
  await expect.poll(() => page.evaluate('document.activeElement.id'), patience).toBe('holdMinutes');
  await page.locator('#holdMinutes').fill('7');
  await picture(page, 'ops-settings-all');
  await expectNoBarriers(page);
  await page.setViewportSize({ width: 375, height: 844 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(375);
  await page.setViewportSize({ width: 1_280, height: 900 });
  await publish.last().press('Enter');
  await page.getByText('It is published.').waitFor(patience);
  const fixed = page.getByRole('region', { name: 'Fixed since it was published' });
  await fixed.getByText('By draw: register, then win a turn').waitFor(patience);
  await fixed.getByText('Fri 1 March 2030, 18:00').waitFor(patience);
  for (const name of settingNames)
    expect(await page.locator(`#${name}`).count(), name).toBe(isFixed(name, 'lobby') ? 0 : 1);

  const { rows } = await house.db.query(
    `select s.*, (select count(*)::int from audit a where a.sale_id = s.id and act = 'sale.change') as changes
     from sale s where slug = 'harbour-night'`,
  );
  expect(rows).toMatchObject([
    {
      ...{ state: 'lobby', title: 'Harbour nights', venue: 'Pier 4', description: 'Two boats.' },
      ...{ starts_at: new Date('2030-03-09T18:30Z'), opens_at: new Date('2030-03-01T19:00Z') },
      ...{ registration_closes_at: new Date('2030-03-01T17:00Z'), closes_at: new Date('2030-03-08T19:00Z') },
      ...{ hidden_until: new Date('2029-01-01T08:00Z'), hide_before_opening: true },
      ...{ time_zone: 'Asia/Seoul', accent: '#1f6feb', picture: '/art/lighthouse.svg' },
      ...{ mode: 'raffle', lobby: 'arrival', audience: 'accounts', fulfilment: 'shipping' },
      ...{ winners: 30, claim_hours: 36, reserve_hours: 3, per_visitor_max: 2, priority_share: 45 },
      ...{ admit_per_minute: 60, floor_max: 50, pass_minutes: 5, claim_seconds: 30, hold_minutes: 7 },
      ...{ embed_origins: ['https://shop.example'], autopilot: false, code_required: true, changes: 1 },
    },
  ]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: '한국어' }).click();
  await page.getByText('공개한 뒤로 바꿀 수 없어요').waitFor(patience);
  await picture(page, 'ops-settings-fixed-phone-dark-korean');
  await expectNoBarriers(page);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(complaints).toEqual([]);
  await context.close();
});
