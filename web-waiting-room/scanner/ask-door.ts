/** What a scanner asks the server: one scan, a batch of earlier ones, the list to take along. */
import type { SaleView } from '../../domain/sale.ts';
import { type Answer, ask, type Refusal } from '../server/ask.ts';
import { bearer, renew, signedIn } from '../signing-in/signed-in.ts';
import type { Verdict } from './decide.ts';
import type { KeptList, KeptScan } from './kept-scans.ts';

/** People stand at the door: a network that takes longer counts as none. */
const patienceMs = 2_500;

/**
 * Asks once as who is signed in. A token that has ended is renewed beside the work; until it is, the scanner goes on by its
 * list.
 */
async function asked<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
  const late = new Promise<Answer<T>>((resolve) => {
    setTimeout(() => resolve({ ok: false, refusal: { code: 'offline', status: 0 } }), patienceMs);
  });
  const answer = await Promise.race([ask<T>(method, path, { body, headers: bearer() }), late]);
  if (!answer.ok && answer.refusal.code === 'not_signed_in' && signedIn.value) void renew();
  return answer;
}

export interface ScanWish {
  readonly sale: string;
  readonly door: string;
  readonly device: string;
  readonly scanId: string;
  readonly token: string;
}
export const askScan = (wish: ScanWish): Promise<Answer<Verdict>> =>
  asked<Verdict>('POST', '/staff/check-in', wish);

export interface BatchAnswer {
  readonly items: readonly (Verdict & { readonly id: string })[];
  readonly overtaken: readonly {
    readonly id: string;
    readonly ticketId: string;
    readonly scannedAt: string;
    readonly at: string;
    readonly door: string;
  }[];
  readonly counts: { readonly inside: number; readonly awaited: number; readonly void: number };
  readonly version: string;
}
/** As many as the server takes at once. */
export const batchMax = 50;

export const sendBatch = (
  sale: string,
  device: string,
  scans: readonly KeptScan[],
): Promise<Answer<BatchAnswer>> =>
  asked<BatchAnswer>('POST', '/staff/check-in/batch', {
    ...{ sale, device, deviceNow: new Date().toISOString() },
    scans: scans.map(({ id, token, door, scannedAt }) => ({ id, token, door, scannedAt })),
  });

export const undoScan = (ticketId: string, reason: string): Promise<Answer<{ readonly undone: boolean }>> =>
  asked('POST', '/staff/check-in/undo', { ticketId, reason });

/** The newest list with all that belongs to it; `same` where the one that we have is still so. */
export async function loadList(slug: string, known: KeptList | null): Promise<KeptList | 'same' | Refusal> {
  try {
    const headers = new Headers();
    const { authorization } = bearer();
    if (authorization) headers.set('authorization', authorization);
    if (known) headers.set('if-none-match', known.etag);
    const response = await fetch(`/api/staff/sales/${encodeURIComponent(slug)}/door-list`, { headers });
    if (response.status === 304) return 'same';
    if (!response.ok) return { ...((await response.json()) as Refusal), status: response.status };
    const text = await response.text();
    const [keys, sale] = await Promise.all([
      fetch('/.well-known/jwks.json').then((answer) => answer.text()),
      ask<SaleView>('GET', `/sales/${encodeURIComponent(slug)}`),
    ]);
    if (!sale.ok) return sale.refusal;
    const tiers = Object.fromEntries(sale.value.tiers.map(({ id, name }) => [id, name]));
    return { slug, etag: response.headers.get('etag') ?? '', text, keys, title: sale.value.title, tiers };
  } catch (error) {
    // No network, a connection that broke half-way, or an answer that no part of ours wrote.
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError)
      return { code: 'offline', status: 0 };
    throw error;
  }
}
