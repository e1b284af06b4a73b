/** The dependencies of paying, with one sandbox bank behind them. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { PaymentDeps } from '../payment/payment-deps.ts';
import type { TestBank } from './bank.ts';
import { testLog } from './stores.ts';

export const paymentDeps = (db: Kysely<Database>, bank: TestBank): PaymentDeps => ({
  db,
  providers: new Map([['sandbox', bank.provider]]),
  publicUrl: 'http://shop.test',
  log: testLog,
});
