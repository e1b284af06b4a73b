/**
 * A whole Usher of the test file's own, with a browser before it: what every test of the real pages against the real
 * processes needs. Its database is a copy of the run's template, and it has no demo: nothing is there that the test did
 * not make.
 */
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, vi } from 'vitest';
import { createSale } from '../../scripts/crowd/create-sale.ts';
import type { RunFile } from '../../scripts/launch/run-file.ts';
import { usherHome } from '../running-usher.ts';
import { newDatabase } from '../stores.ts';
import { launchBrowser } from './chromium.ts';

export type BrowserHouse = ReturnType<typeof browserHouse>;

/** To be called once at the top of a test file. */
export function browserHouse() {
  let database: Awaited<ReturnType<typeof newDatabase>>;
  // What is said first is done last: once Usher has ended.
  afterAll(async () => await database?.drop());
  const home = usherHome();
  let run: RunFile;
  let browser: Browser;
  let db: pg.Client;

  beforeAll(async () => {
    database = await newDatabase();
    const settings = { DATABASE_URL: database.url, QUEUE_WORKERS: '1', USHER_DEMO: 'off' };
    [run, browser] = await Promise.all([home.start(settings).ready, launchBrowser()]);
    db = new pg.Client(run.databaseUrl);
    await db.connect();
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await db?.end();
  });

  const makeSale = (slug: string, settings: Record<string, unknown>) =>
    createSale(run.url, run.owner, slug, { title: `Trial ${slug}`, ...settings });
  return {
    folder: home.folder,
    get run() {
      return run;
    },
    get browser() {
      return browser;
    },
    get db() {
      return db;
    },
    makeSale,
    /** Answers once it is open. */
    async openSale(slug: string, settings: Record<string, unknown>): Promise<void> {
      await makeSale(slug, settings);
      const isOpen = async () =>
        (await db.query(`select 1 from sale where slug = $1 and state = 'open'`, [slug])).rowCount;
      await vi.waitUntil(isOpen, { timeout: 10_000, interval: 50 });
    },
  };
}
