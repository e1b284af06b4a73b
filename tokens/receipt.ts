/**
 * The receipt: the signed proof of a place that the visitor keeps (LIN-6).
 *
 * It says enough to put its holder back exactly where they were after Redis lost its memory. Where the visitor bound
 * the place to a secret, the receipt alone proves nothing: whoever finds it in a log cannot take the place.
 * `kid.base64url(json).base64url(hmac-sha256)`; no library, because a JWT of the same content is half as long again and
 * every visitor's page keeps one.
 */
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { entryIdPattern } from '../domain/entry-id.ts';
import type { WaitingLane } from '../domain/lane.ts';
import { Refused } from '../domain/refusals.ts';
import { hmacOf } from '../runtime/hmac.ts';
import type { Key, KeyRing } from '../runtime/keyring.ts';

export interface Receipt {
  readonly saleId: string;
  readonly entryId: string;
  /** The number in the line; where `lobby`, the index in the lobby. */
  readonly number: number;
  readonly lobby: boolean;
  /** Absent in the ordinary line. */
  readonly lane?: Exclude<WaitingLane, 'ordinary'>;
  /** Where others are let pass; absent otherwise. */
  readonly snooze?: ReceiptSnooze;
  readonly generation: number;
  /** SHA-256 of the visitor's secret, base64url; null where the visitor gave none. */
  readonly secretHash: string | null;
}

export interface ReceiptSnooze {
  /** The number of the last one that is let pass. */
  readonly letsPassTo: number;
  /** Calls of this place before it: one more since, and the snooze is over. */
  readonly callNo: number;
}

/** What a newer version of us adds is left out: a place must outlive a deploy that is taken back. */
const content = z.object({
  s: z.string(),
  e: z.string().regex(entryIdPattern),
  n: z.int().min(0),
  l: z.literal(1).optional(),
  w: z.enum(['priority', 'slow']).optional(),
  p: z.int().min(0).optional(),
  c: z.int().min(1).optional(),
  g: z.int().min(0),
  h: z.string().optional(),
});

export function signReceipt(ring: KeyRing, receipt: Receipt): string {
  const { saleId, entryId, number, lobby, lane, snooze, generation, secretHash } = receipt;
  const json: z.input<typeof content> = {
    s: saleId,
    e: entryId,
    n: number,
    g: generation,
    ...(lobby && { l: 1 as const }),
    ...(lane && { w: lane }),
    ...(snooze && { p: snooze.letsPassTo }),
    ...(snooze && snooze.callNo > 0 && { c: snooze.callNo }),
    ...(secretHash !== null && { h: secretHash }),
  };
  const signed = `${ring.current.kid}.${Buffer.from(JSON.stringify(json)).toString('base64url')}`;
  return `${signed}.${signatureOf(ring.current, signed).toString('base64url')}`;
}

/** Refuses with `receipt_invalid` what this ring did not sign. */
export function readReceipt(ring: KeyRing, text: string): Receipt {
  const [kid = '', body = '', signature = '', ...rest] = text.split('.');
  const key = ring.byId(kid);
  if (!key || rest.length > 0) throw new Refused('receipt_invalid');
  const expected = signatureOf(key, `${kid}.${body}`);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Refused('receipt_invalid');
  // We have signed it, so it is JSON; its members may be of a version that this one does not know.
  const read = content.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!read.success) throw new Refused('receipt_invalid');
  const { s, e, n, l, w, p, c, g, h } = read.data;
  return {
    saleId: s,
    entryId: e,
    number: n,
    lobby: l === 1,
    ...(w && { lane: w }),
    ...(p !== undefined && { snooze: { letsPassTo: p, callNo: c ?? 0 } }),
    generation: g,
    secretHash: h ?? null,
  };
}

const signatureOf = (key: Key, text: string): Buffer => hmacOf(key, 'receipt', text);
