/**
 * The hosted page: GET and POST /pay/REF (SBX-7). Knowing the reference, 128 bits of chance, is what lets
 * somebody pay. Paying twice, or going back and pressing again, does nothing new and leads back to the shop
 * just the same.
 */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Chance } from '../runtime/chance.ts';
import { type BankDeps, type BankEnv, settled } from './api.ts';
import { type BankPayment, viewOf } from './bank-payment.ts';
import { boundBody } from './bound-body.ts';
import type { SettledState } from './entry.ts';
import { noPayHtml, payHtml } from './pay-html.ts';
import { payStyleSource } from './pay-style.ts';
import { languageOf } from './pay-words.ts';

const BODY_BYTES_MAX = 4_096;
/** Strict: nobody gets used to sending a card here (PAY-27). */
const form = z.strictObject({ outcome: z.enum(['succeed', 'decline']) });

export function payPage(deps: BankDeps & { readonly chance: Chance }): Hono<BankEnv> {
  const { book, manners, chance } = deps;

  const outcomeOf = (wish: 'succeed' | 'decline', payment: BankPayment): SettledState =>
    wish === 'succeed' && chance.fraction() * 100 >= manners.of(payment).failPercent
      ? 'succeeded'
      : 'declined';

  function show(c: Context<BankEnv>, payment: BankPayment | null, status: 200 | 409 | 422) {
    c.set('payment', payment);
    const language = languageOf(c.req.header('accept-language'));
    setHeaders(c, payment);
    if (!payment) return c.html(noPayHtml(language), 404);
    const { description, returnUrl } = payment.ask;
    const page = { payment: viewOf(payment, deps.publicUrl), description, returnUrl, language };
    return c.html(payHtml(page), status);
  }

  return new Hono<BankEnv>()
    .use(boundBody(BODY_BYTES_MAX))
    .use(settled(deps))
    .get('/:ref', (c) => show(c, book.find(c.req.param('ref')), 200))
    .post('/:ref', async (c) => {
      const wish = form.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())));
      const payment = book.find(c.req.param('ref'));
      if (!wish.success || !payment) return show(c, payment, 422);
      if (payment.state === 'cancelled') return show(c, payment, 409);
      const state = outcomeOf(wish.data.outcome, payment);
      book.settle(payment.ref, state);
      c.set('payment', payment);
      setHeaders(c, payment);
      return c.redirect(payment.ask.returnUrl, 303);
    });
}

/** `form-action` names the shop as well: browsers hold the redirect after a form to it. */
function setHeaders(c: Context, payment: BankPayment | null): void {
  const shop = payment ? ` ${new URL(payment.ask.returnUrl).origin}` : '';
  const policy = [
    "default-src 'none'",
    `style-src ${payStyleSource}`,
    `form-action 'self'${shop}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  c.header('content-security-policy', policy.join('; '));
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'same-origin');
  c.header('x-content-type-options', 'nosniff');
}
