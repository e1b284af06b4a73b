/**
 * What a visitor may send, strictly: an unknown member or a longer text than any honest one is a bad
 * message.
 */
import { z } from 'zod';
import type { VisitorMessage } from '../../domain/protocol.ts';

/** A receipt has some 250 characters, an access token some 400. */
const receipt = z.string().max(1_024);
const accessToken = z.string().max(4_096);
/** Of any shape: one that does not fit the hash is refused as such. */
const secret = z.string().max(256);

export const joinShape = {
  receipt: receipt.optional(),
  secretHash: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
  secret: secret.optional(),
  accessToken: accessToken.optional(),
  code: z.string().max(128).optional(),
  proof: z.string().max(2_048).optional(),
};
export const claimShape = { secret: secret.optional() };

const schema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('join'), ...joinShape }),
  z.strictObject({ type: z.literal('claim'), ...claimShape }),
  z.strictObject({ type: z.literal('leave'), secret: secret.optional() }),
]);

export type Heard = z.output<typeof schema>;
/** The schema says no less and no more than the protocol (the compiler holds it). */
export type HeardFitsProtocol = Heard extends { readonly type: VisitorMessage['type'] } ? true : never;

/** Null for anything that is not of the protocol. */
export function readVisitorMessage(text: string): Heard | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return schema.safeParse(json).data ?? null;
}
