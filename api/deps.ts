/** What the routes need from the outside world. main.ts builds it; tests may fake any part. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Kysely } from 'kysely';
import type { AccountRecord } from '../db/accounts.ts';
import type { Holder } from '../db/logins.ts';
import type { KeptSale } from '../db/sales.ts';
import type { Database } from '../db/schema.ts';
import type { StaffMember } from '../db/staff.ts';
import type { ShippingDays } from '../domain/shipping.ts';
import type { PaymentDeps } from '../payment/payment-deps.ts';
import type { Notice } from '../redis/notices.ts';
import type { Chance } from '../runtime/chance.ts';
import type { Clock } from '../runtime/clock.ts';
import type { KeyRing } from '../runtime/keyring.ts';
import type { Log } from '../runtime/log.ts';
import type { Attempts } from './attempts.ts';
import type { Barred } from './barred.ts';
import type { TwoStepPolicy } from './config.ts';
import type { KeptCategories } from './kept-categories.ts';
import type { KeptSales } from './kept-sales.ts';
import type { Latencies } from './latencies.ts';
import type { OrderWatch } from './order-watch.ts';
import type { Passwords } from './passwords.ts';
import type { Reserve } from './reserve.ts';
import type { Printer } from './ticket-pdf/printer.ts';
import type { Visitor } from './visitor.ts';
import type { Waiting } from './waiting.ts';

export interface Deps {
  readonly db: Kysely<Database>;
  readonly log: Log;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly ring: KeyRing;
  readonly payments: PaymentDeps;
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  /** What one sender may ask for: letters with codes, and whether phone numbers are taken. */
  readonly codeAsks: Attempts;
  /** Sign-ins of buyers that have ended, and accounts that are flagged: for who orders. */
  readonly barred: Barred;
  /** Of owners and operators: `require` opens nothing else until it is on. */
  readonly twoStep: TwoStepPolicy;
  readonly latencies: Latencies;
  /** Sends a reserve to the sale's writer and waits for its answer. */
  readonly reserve: Reserve;
  /** Who waits for an order to become another one. */
  readonly orderWatch: OrderWatch;
  /** By slug; at most a second old. Null: there is none. Drafts, hidden and deleted ones too. */
  readonly sales: KeptSales;
  readonly categories: KeptCategories;
  /** How many wait for a sale. */
  readonly waiting: Waiting;
  /** A hint to the gateways. Never rejects: the store is the truth and they look by themselves. */
  readonly hint: (saleId: string, notice: Notice) => void;
  readonly shippingDays: ShippingDays;
  readonly printer: Printer;
  /** Origins whose pages may use our cookies. */
  readonly origins: ReadonlySet<string>;
  /** PUBLIC_URL is https: cookies are for https alone. */
  readonly isSecure: boolean;
}

/** What a route's middleware leaves for its handler; read it only where that middleware stands. */
export interface ApiEnv {
  Variables: {
    staff: StaffMember & { readonly loginId: string };
    account: AccountRecord & { readonly loginId: string };
    /** Whoever is signed in, staff or account. */
    holder: Holder;
    asker: { readonly sale: KeptSale; readonly visitor: Visitor; readonly sinceMs: number };
  };
}
export type Api = OpenAPIHono<ApiEnv>;
