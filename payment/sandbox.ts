/**
 * The adapter of the sandbox bank (sandbox-provider/): test money, behind the same seam as a real provider.
 *
 * No call waits longer than CALL_MS_MAX, and none is repeated here: whoever called decides, because each call
 * may be repeated safely, and only the caller knows whether anybody still waits.
 */
import type { z } from 'zod';
import type { PaymentBrand } from '../domain/payment-brands.ts';
import { Refused } from '../domain/refusals.ts';
import type { Clock } from '../runtime/clock.ts';
import { openHttpAsker } from '../runtime/http-asker.ts';
import { type PaymentProvider, ProviderFailed, type ProviderPayment } from './provider.ts';
import { isSignedWebhook, SIGNATURE_HEADER } from './sandbox-signature.ts';
import { type SandboxAsk, sandboxChanges, sandboxEvent, sandboxPayment } from './sandbox-wire.ts';

/** Nothing in a request may hang longer (rules.md: no request hangs beyond 3 s). */
const CALL_MS_MAX = 3_000;

export interface SandboxSettings {
  readonly url: string;
  readonly secret: string;
  readonly clock: Clock;
  readonly callMsMax?: number;
  readonly brands?: readonly PaymentBrand[];
}

export function openSandbox(settings: SandboxSettings): PaymentProvider {
  const call = caller(settings);
  const at = (ref: string) => `/v1/payments/${encodeURIComponent(ref)}`;
  return {
    name: 'sandbox',
    isTestMoney: true,
    brands: settings.brands ?? ['card'],
    leastOf: () => 0,
    create: async ({ paymentId, orderId, saleId, amount, currency, returnUrl, description, expiresAt }) => {
      const ask: SandboxAsk = {
        id: paymentId,
        orderId,
        saleId,
        amount,
        currency,
        returnUrl,
        description: description.slice(0, 300),
        expiresAt: expiresAt.toISOString(),
      };
      const { ref, url } = await call(sandboxPayment, 'POST', '/v1/payments', ask);
      return { ref, redirectUrl: url };
    },
    read: async (ref) => paymentOf(await call(sandboxPayment, 'GET', at(ref))),
    cancel: async (ref) => paymentOf(await call(sandboxPayment, 'POST', `${at(ref)}/cancel`)),
    refund: async (ref, refund) =>
      paymentOf(await call(sandboxPayment, 'POST', `${at(ref)}/refunds`, refund)),
    changes: async ({ from, to, after }) => {
      const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
      if (after !== null) query.set('after', after);
      const { changes, next } = await call(sandboxChanges, 'GET', `/v1/changes?${query}`);
      // Whatever is in this bank, this shop put there.
      return {
        changes: changes.map(({ id, ...rest }) => ({ ...rest, paymentId: id, isForeign: false })),
        next,
      };
    },
    verifyWebhook: (rawBody, headers) => {
      const header = headers.get(SIGNATURE_HEADER);
      if (!isSignedWebhook(settings.secret, rawBody, header, settings.clock())) {
        throw new Refused('not_signed_in', { detail: 'The signature of this webhook does not hold' });
      }
      const { id, data } = sandboxEvent.parse(JSON.parse(rawBody));
      return { eventId: id, ref: data.ref };
    },
  };
}

type Call = <Answer extends z.ZodType>(
  shape: Answer,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
) => Promise<z.output<Answer>>;

function caller({ url, secret, callMsMax = CALL_MS_MAX }: SandboxSettings): Call {
  const asker = openHttpAsker(new URL(url).origin, callMsMax);
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  return async (shape, method, path, body) => {
    const what = `sandbox ${method} ${path}`;
    let status: number | null = null;
    try {
      const answer = await asker.ask({ method, path, headers, ...(body && { body: JSON.stringify(body) }) });
      status = answer.status;
      if (status >= 200 && status < 300) return shape.parse(JSON.parse(answer.text));
    } catch (cause) {
      // Refused connections, silence, half an answer: whatever it was, what the bank did is unknown.
      throw new ProviderFailed(`${what} got no usable answer`, status, { cause });
    }
    throw new ProviderFailed(`${what} was answered ${status}`, status);
  };
}

const paymentOf = ({ id, url: _, ...said }: z.output<typeof sandboxPayment>): ProviderPayment => ({
  ...said,
  paymentId: id,
  refundsNotDone: [], // Its refunds are done at once.
});
