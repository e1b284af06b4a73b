/**
 * The bank's API for shops, behind a Bearer secret: /v1/payments … and PUT /v1/knobs (SBX-1, SBX-6). Answers
 * are sent once what they tell is on the disk; `delayMs` comes after that, so that a caller who gave up finds
 * the act done.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { type SandboxKnobs, sandboxAsk, sandboxKnobs, sandboxRefund } from '../payment/sandbox-wire.ts';
import { type BankPayment, BankRefusal, type Book, viewOf } from './book.ts';

export interface BankDeps {
  readonly book: Book;
  readonly secret: string;
  readonly publicUrl: string;
  /** The one object that everybody reads; PUT /v1/knobs changes it. */
  readonly knobs: SandboxKnobs;
}

const BODY_BYTES_MAX = 16_384;

export function bankApi(deps: BankDeps): Hono {
  const { book, publicUrl, knobs } = deps;
  const answer = (c: Context, payment: BankPayment | null) =>
    payment ? c.json(viewOf(payment, publicUrl)) : c.json({ error: 'no such payment' }, 404);

  return new Hono()
    .onError((error, c) => {
      if (error instanceof BankRefusal) return c.json({ error: error.message }, 409);
      if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 422);
      if (error instanceof SyntaxError) return c.json({ error: 'not JSON' }, 400);
      throw error;
    })
    .use(onlyWith(deps.secret))
    .use(bodyLimit({ maxSize: BODY_BYTES_MAX }))
    .get('/knobs', (c) => c.json(knobs))
    .put('/knobs', async (c) =>
      c.json(Object.assign(knobs, sandboxKnobs.partial().parse(await c.req.json()))),
    )
    .use(failing(knobs))
    .use(settled(deps))
    .post('/payments', async (c) => answer(c, book.create(sandboxAsk.parse(await c.req.json()))))
    .get('/payments/:ref', (c) => answer(c, book.find(c.req.param('ref'))))
    .post('/payments/:ref/cancel', (c) => answer(c, book.settle(c.req.param('ref'), 'cancelled')))
    .post('/payments/:ref/refunds', async (c) =>
      answer(c, book.refund(c.req.param('ref'), sandboxRefund.parse(await c.req.json()))),
    );
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
export const settled = ({ book, knobs }: Pick<BankDeps, 'book' | 'knobs'>) =>
  createMiddleware(async (_, next) => {
    await next();
    await book.flushed();
    if (knobs.delayMs > 0) await pause(knobs.delayMs);
  });
