/** A whole Usher with sold tickets, and a browser before its doors: what every browser test of doors and tickets needs. */
import path from 'node:path';
import type { Kysely } from 'kysely';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/schema.ts';
import type { TicketRow } from '../../db/tickets.ts';
import { type KeyRing, parseKeyRing } from '../../runtime/keyring.ts';
import { openKeys } from '../../scripts/launch/keys.ts';
import { ticketCodeOf } from '../../tokens/ticket-code.ts';
import { signTicket } from '../../tokens/ticket-token.ts';
import { testLog } from '../stores.ts';
import { issuedOrder } from '../tickets.ts';
import { browserHouse } from './house.ts';
import { expectNoBarriers } from './sound.ts';

export const patience = { timeout: 30_000 };

/** To be called once at the top of a test file. */
export function doorHouse() {
  const house = browserHouse();
  let db: Kysely<Database>;
  let usherKeys: string;
  let ring: KeyRing;

  beforeAll(async () => {
    usherKeys = openKeys(path.join(house.folder, 'keys.json')).usherKeys;
    ring = parseKeyRing(usherKeys);
    db = openDatabase(house.run.databaseUrl, testLog);
  });
  afterAll(async () => await db?.destroy());

  return {
    folder: house.folder,
    get url() {
      return house.run.url;
    },
    get browser() {
      return house.browser;
    },
    get db() {
      return db;
    },
    get ring() {
      return ring;
    },

    /** A sale of its own with an order of so many tickets. */
    async soldTickets(slug: string, units: number) {
      const settings = {
        title: 'Night Ferry: Harbour Nights',
        venue: 'Busan, Pier 2',
        units: 50,
        startsAt: '2027-03-12T10:30:00Z',
      };
      await house.makeSale(slug, settings);
      const { id: saleId } = await db
        .selectFrom('sale')
        .select('id')
        .where('slug', '=', slug)
        .executeTakeFirstOrThrow();
      return await issuedOrder(db, { units, keys: usherKeys, saleId });
    },
    codeOf: ({ id }: TicketRow) => ticketCodeOf(ring, { ticketId: id, serial: 1 }),
    tokenOf: ({ id, sale_id, tier_id }: TicketRow) =>
      signTicket(ring, { ticketId: id, saleId: sale_id, tierId: tier_id, serial: 1 }),

    /** What another scanner sends, as the owner. */
    async askAsOwner(path: string, body: object): Promise<unknown> {
      const json = { 'content-type': 'application/json' };
      const post = async (address: string, headers: Record<string, string>, what: object) =>
        (
          await fetch(`${house.run.url}/api${address}`, {
            method: 'POST',
            headers,
            body: JSON.stringify(what),
          })
        ).json();
      const { accessToken } = (await post('/auth/login', json, house.run.owner)) as { accessToken: string };
      return await post(path, { ...json, authorization: `Bearer ${accessToken}` }, body);
    },

    async goToDoor(page: Page, slug: string, door: string): Promise<void> {
      await page.goto(`${house.run.url}/scanner/${slug}`);
      await page.getByLabel('Email').fill(house.run.owner.email);
      await page.getByLabel('Password').fill(house.run.owner.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Which door is this?' }).waitFor(patience);
      await expectNoBarriers(page);
      await page.locator('#door').fill(door);
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByText('Connected, nothing to send').waitFor(patience);
    },
  };
}

export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Or type the code').fill(code);
  await page.getByRole('button', { name: 'Check' }).click();
}
export const verdict = (page: Page, word: string) =>
  page.locator('.verdict .say', { hasText: word }).waitFor(patience);
