/**
 * Who looks at the page without JavaScript (RCH-2): the visitor of the cookie that every page gives, and the place that
 * this browser keeps a receipt of.
 */
import type { Context } from 'hono';
import { entryIdOf } from '../../domain/entry-id.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import { readReceipt } from '../../tokens/receipt.ts';
import { askerAddress } from '../http/asker-address.ts';
import { standingOf } from '../http/line-routes.ts';
import { cookieVisitor, newVisitorCookie } from '../http/visitor-cookie.ts';
import type { Found } from '../line/find-place.ts';
import type { Hall } from '../line/hall.ts';
import type { Candidate } from '../line/identify.ts';
import { keptReceipt } from './kept-place.ts';

export interface PlainVisitor {
  readonly visitorId: string;
  /** Where the request comes from. */
  readonly address: string;
  readonly candidate: Candidate;
  readonly keptReceipt: string | null;
  /** A Set-Cookie header for whoever came without a cookie of ours. */
  readonly setCookie: string | null;
}

interface VisitorDeps {
  readonly ring: KeyRing;
  readonly chance: Chance;
  readonly isSecure: boolean;
  readonly proxyHops: number;
}

export function plainVisitor(
  { ring, chance, isSecure, proxyHops }: VisitorDeps,
  hall: Hall,
  c: Context,
): PlainVisitor {
  const header = c.req.header('cookie');
  const known = cookieVisitor(ring, header);
  const setCookie = known === null ? newVisitorCookie(ring, chance, isSecure) : null;
  const visitorId = known ?? cookieVisitor(ring, setCookie ?? undefined);
  if (visitorId === null) throw new Error('a new cookie names its visitor');
  const kept = keptReceipt(header);
  const address = askerAddress(c, proxyHops);
  return {
    visitorId,
    address,
    candidate: candidateOf(ring, hall, visitorId, kept),
    keptReceipt: kept,
    setCookie,
  };
}

function candidateOf(ring: KeyRing, hall: Hall, visitorId: string, kept: string | null): Candidate {
  const receipt = kept === null ? null : readOrNull(() => readReceipt(ring, kept));
  const anybody = { secretHash: null, isProven: true, accountId: null };
  const byCookie = { ...anybody, entryId: entryIdOf(hall.sale.id, 'c', visitorId) };
  // A receipt of another sale, or from before the keys changed, is no mistake of the visitor's: the cookie still counts.
  const isOurs = receipt?.saleId === hall.sale.id && receipt.secretHash === null;
  return isOurs ? { ...byCookie, entryId: receipt.entryId, receipt } : { ...byCookie, receipt: null };
}

function readOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (fault) {
    if (fault instanceof Refused) return null;
    throw fault;
  }
}

/** Where the visitor stands; null for somebody who is not in line and was not. Never joins. */
export async function whereNow(hall: Hall, { candidate }: PlainVisitor): Promise<Found | null> {
  if (candidate.receipt) return await standingOf(hall, candidate);
  const reading = await hall.ask.read.add(candidate.entryId);
  return reading.standing.state === 'none' ? null : { ...reading, candidate, isNew: false };
}
