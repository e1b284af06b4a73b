/** Rows of `command` as the decision takes them. The table is a boundary like any other: what it holds is parsed. */
import { z } from 'zod';
import type { OpenRow } from '../domain/writer/facts.ts';

const act = { reason: z.string().nullable().default(null), by: z.string() };
const orderId = z.string();
const quantity = z.int().min(1);
const part = z.union([
  z.strictObject({ lineNo: z.int().min(1), quantity }),
  z.strictObject({ tierId: z.string(), quantity }),
]);

const row = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('confirm'),
    orderId,
    payload: z.object({ paymentId: z.string(), amount: z.int().min(0), currency: z.string() }),
  }),
  z.object({ kind: z.literal('release'), orderId, payload: z.object(act) }),
  z.object({
    kind: z.literal('take_back'),
    orderId,
    payload: z.object({ ...act, returnId: z.string() }),
  }),
  z.object({ kind: z.literal('lapse'), orderId, payload: z.object({ paymentId: z.string().nullable() }) }),
  z.object({
    kind: z.literal('refund'),
    orderId,
    payload: z.object({
      ...act,
      lines: z.array(part).min(1).optional(),
      moneyIsGone: z.boolean().optional(),
      unitsStay: z.boolean().optional(),
    }),
  }),
  z.object({
    kind: z.literal('adjust'),
    orderId: z.null(),
    payload: z.object({
      tiers: z.array(z.object({ id: z.string(), capacity: z.int().min(0) })),
      by: z.string(),
    }),
  }),
  z.object({
    kind: z.literal('remove_tier'),
    orderId: z.null(),
    payload: z.object({ tierId: z.string(), by: z.string() }),
  }),
]);

export interface StoredRow {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  readonly order_id: string | null;
  readonly payload: unknown;
}

/** Null: not a command that can be decided. */
export function readRow({ id, kind, key, order_id, payload }: StoredRow): OpenRow | null {
  const parsed = row.safeParse({ kind, orderId: order_id, payload });
  return parsed.success ? { rowId: id, key, ...parsed.data } : null;
}
