/** How many of those who wait for a sale have the page open: what each gateway told the registry, together. */
import { z } from 'zod';
import type { LiveProcess } from '../../db/registry.ts';

const told = z.record(z.string(), z.int().nonnegative());

export function pagesOpen(processes: readonly Pick<LiveProcess, 'detail'>[], saleId: string): number {
  const counts = processes.map(({ detail }) => told.safeParse(detail.pagesOpen).data?.[saleId] ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}
