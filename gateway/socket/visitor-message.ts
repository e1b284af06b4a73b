/**
 * What a visitor may send, strictly: an unknown message, a member of another shape, or a longer text than any honest one
 * is a bad message. An unknown member is left out: during a deploy a page of the newer version may come back to an older
 * gateway, and must not lose its place for knowing more (GWY-27).
 */
import { z } from 'zod';
import { SNOOZE_PASS_MAX } from '../../domain/limits.ts';
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
  mailedCode: z.string().max(32).optional(),
  language: z.enum(['ko', 'en']).optional(),
};
export const claimShape = { secret: secret.optional() };

const language = z.enum(['ko', 'en']);
/** What is typed is looked at by the deed, which says what is wrong with it. */
const typed = z.string().max(512);
/** What somebody who has joined may do: the members of each deed, over the socket and over HTTP. */
export const deedShapes = {
  snooze: { letPass: z.int().min(1).max(SNOOZE_PASS_MAX), secret: secret.optional() },
  wake: { secret: secret.optional() },
  prove: { proof: z.string().max(4_096), secret: secret.optional() },
  remind: { email: typed, language, secret: secret.optional() },
  reserve: { email: typed.nullable(), language, secret: secret.optional() },
};

const schema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('join'), ...joinShape }),
  z.object({ type: z.literal('claim'), ...claimShape }),
  z.object({ type: z.literal('leave'), secret: secret.optional() }),
  z.object({ type: z.literal('snooze'), ...deedShapes.snooze }),
  z.object({ type: z.literal('wake'), ...deedShapes.wake }),
  z.object({ type: z.literal('prove'), ...deedShapes.prove }),
  z.object({ type: z.literal('remind'), ...deedShapes.remind }),
  z.object({ type: z.literal('reserve'), ...deedShapes.reserve }),
]);

export type Heard = z.output<typeof schema>;
export type DeedMessage = Exclude<Heard, { type: 'join' | 'claim' | 'leave' }>;
/** The schema says no less and no more than the protocol (the compiler holds it). */
export type HeardFitsProtocol = Heard extends { readonly type: VisitorMessage['type'] }
  ? VisitorMessage['type'] extends Heard['type']
    ? true
    : never
  : never;

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
