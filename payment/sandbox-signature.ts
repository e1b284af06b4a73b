/**
 * The signature of the sandbox's webhooks: `Sandbox-Signature: t=SECONDS,v1=HEX`, HMAC-SHA256 over `t.body`
 * (PAY-4). The time is inside the signature, so that a recorded webhook cannot be played again later.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'sandbox-signature';
/** Clocks differ and the network is slow; a replay within this time meets the inbox. */
export const SIGNATURE_AGE_MS_MAX = 5 * 60_000;

export function signWebhook(secret: string, body: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  return `t=${seconds},v1=${digestOf(secret, seconds, body).toString('hex')}`;
}

export function isSignedWebhook(secret: string, body: string, header: string | null, nowMs: number): boolean {
  const [, time = '', hex = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (hex === '' || Math.abs(nowMs - Number(time) * 1_000) > SIGNATURE_AGE_MS_MAX) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), digestOf(secret, Number(time), body));
}

const digestOf = (secret: string, seconds: number, body: string): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
