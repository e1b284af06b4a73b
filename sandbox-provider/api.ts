/**
 * The bank's API for shops, behind a Bearer secret: /v1/payments …, /v1/changes, and for whoever tries it out PUT /v1/knobs,
 * …/profile, …/capture and …/dispute (SBX-1, SBX-6, SBX-9, SBX-13). Answers are sent once what they tell is on the disk;
 * `delayMs` comes after that, so that a caller who gave up finds the act done.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { type SandboxKnobs, sandboxKnobs } from '../payment/sandbox-knobs.ts';
import {
  sandboxAsk,
  sandboxCapture,
  sandboxChangesAsk,
  sandboxDispute,
  sandboxProfileAsk,
  sandboxRefund,
} from '../payment/sandbox-wire.ts';
import { type BankPayment, viewOf } from './bank-payment.ts';
import { BankRefusal, type Book } from './book.ts';
import { boundBody } from './bound-body.ts';
import { changesIn } from './changes.ts';
import type { Manners } from './manners.ts';

export interface BankDeps {
  readonly book: Book;
  readonly secret: string;
  readonly publicUrl: string;
  /** The one object that everybody asks; PUT /v1/knobs changes what it says. */
  readonly manners: Manners;
}

/** What a request is about, for the delay of its answer. */
export type BankEnv = { Variables: { payment: BankPayment | null } };

const BODY_BYTES_MAX = 16_384;

export function bankApi(deps: BankDeps): Hono<BankEnv> {
  const { book, publicUrl, manners } = deps;
  const { knobs } = manners;
  const answer = (c: Context<BankEnv>, payment: BankPayment | null) => {
    c.set('payment', payment);
    return payment ? c.json(viewOf(payment, publicUrl)) : c.json({ error: 'no such payment' }, 404);
  };

  return new Hono<BankEnv>()
    .onError((error, c) => {
      if (error instanceof BankRefusal) return c.json({ error: error.message }, 409);
      if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 422);
      if (error instanceof SyntaxError) return c.json({ error: 'not JSON' }, 400);
      throw error;
    })
    .use(onlyWith(deps.secret))
    .use(boundBody(BODY_BYTES_MAX))
    .get('/knobs', (c) => c.json(knobs))
    .put('/knobs', async (c) =>
      c.json(Object.assign(knobs, sandboxKnobs.partial().parse(await c.req.json()))),
    )
    .put('/sales/:saleId/profile', async (c) => {
      const { profile } = sandboxProfileAsk.parse(await c.req.json());
      if (!manners.setForSale(c.req.param('saleId'), profile)) throw new BankRefusal('too many profiles');
      return c.json({ profile });
    })
    .put('/payments/:ref/profile', async (c) => {
      const { profile } = sandboxProfileAsk.parse(await c.req.json());
      const payment = book.find(c.req.param('ref'));
      if (payment && !manners.setForPayment(payment.ref, profile)) throw new BankRefusal('too many profiles');
      return payment ? c.json({ profile }) : c.json({ error: 'no such payment' }, 404);
    })
    .use(failing(knobs))
    .use(settled(deps))
    .post('/payments', async (c) => answer(c, book.create(sandboxAsk.parse(await c.req.json()))))
    .get('/payments/:ref', (c) => answer(c, book.find(c.req.param('ref'))))
    .post('/payments/:ref/cancel', (c) => answer(c, book.settle(c.req.param('ref'), 'cancelled')))
    .post('/payments/:ref/refunds', async (c) =>
      answer(c, book.refund(c.req.param('ref'), sandboxRefund.parse(await c.req.json()))),
    )
    .post('/payments/:ref/capture', async (c) =>
      answer(c, book.capture(c.req.param('ref'), sandboxCapture.parse(await c.req.json()))),
    )
    .post('/payments/:ref/dispute', async (c) =>
      answer(c, book.dispute(c.req.param('ref'), sandboxDispute.parse(await c.req.json()))),
    )
    .get('/changes', (c) => c.json(changesIn(book, sandboxChangesAsk.parse(c.req.query()))));
}

/** Digests are compared, so that neither length nor prefix of the secret shows in the time. */
const onlyWith = (secret: string) => {
  const expected = hash('sha256', `Bearer ${secret}`, 'buffer');
  return createMiddleware(async (c, next) => {
    const given = hash('sha256', c.req.header('authorization') ?? '', 'buffer');
    if (!timingSafeEqual(given, expected)) return c.json({ error: 'who are you?' }, 401);
    await next();
    return undefined;
  });
};

const failing = (knobs: SandboxKnobs) =>
  createMiddleware(async (c, next) => {
    if (knobs.failNextCalls > 0) {
      knobs.failNextCalls -= 1;
      return c.json({ error: 'the bank is out of order' }, 503);
    }
    await next();
    return undefined;
  });

/** Holds an answer back until what it says can no longer be lost. */
export const settled = ({ book, manners }: Pick<BankDeps, 'book' | 'manners'>) =>
  createMiddleware<BankEnv>(async (c, next) => {
    await next();
    await book.flushed();
    const { delayMs } = manners.of(c.get('payment') ?? null);
    if (delayMs > 0) await pause(delayMs);
  });
