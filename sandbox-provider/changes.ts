/**
 * The bank's own account of what happened to money in a window of time, a page at a time (SBX-11). Pages count from the
 * window's beginning; a window that is over does not change, so none is skipped.
 */

import type { z } from 'zod';
import type { SandboxChanges, sandboxChangesAsk } from '../payment/sandbox-wire.ts';
import { changeOf } from './bank-payment.ts';
import type { Book } from './book.ts';

const PAGE = 100;

export function changesIn(
  book: Pick<Book, 'facts'>,
  { from, to, after }: z.output<typeof sandboxChangesAsk>,
): SandboxChanges {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const found: { atMs: number; change: SandboxChanges['changes'][number] }[] = [];
  for (const { payment, fact } of book.facts()) {
    const atMs = Date.parse(fact.at);
    const change = atMs >= fromMs && atMs < toMs ? changeOf(payment, fact) : null;
    if (change) found.push({ atMs, change });
  }
  found.sort((one, other) => one.atMs - other.atMs);
  const changes = found.slice(after, after + PAGE).map(({ change }) => change);
  return { changes, next: found.length > after + PAGE ? String(after + PAGE) : null };
}
