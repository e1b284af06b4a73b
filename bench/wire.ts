/**
 * WebSocket by hand, for the crowds of measurements: a full client costs more than the server that is measured, and would
 * hide it. Only what servers of ours send: whole frames, unmasked, below 65,536 bytes.
 */
import { createHash, randomBytes } from 'node:crypto';

export const OPCODE_TEXT = 0x1;
export const OPCODE_CLOSE = 0x8;
export const OPCODE_PING = 0x9;

/** An empty pong, masked as a client must. */
export const pongFrame = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

export const upgradeRequest = (path: string, port: number): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
  'Sec-WebSocket-Protocol: usher.v1\r\n\r\n';

/** A page's first message. `receipt` is of a place that is there already. */
export function joinFrame(secret = randomBytes(32), receipt?: string): Buffer {
  const secretHash = createHash('sha256').update(secret).digest('base64url');
  return maskedText(
    JSON.stringify({
      type: 'join',
      secret: secret.toString('base64url'),
      secretHash,
      ...(receipt && { receipt }),
    }),
  );
}

export function maskedText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const mask = randomBytes(4);
  const masked = bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  const head =
    bytes.length < 126 ? [0x81, 0x80 | bytes.length] : [0x81, 0xfe, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), mask, masked]);
}

/** Where the frame's payload begins and the frame ends; null while that has not come yet. */
export function frameAt(bytes: Buffer, from: number): { opcode: number; start: number; end: number } | null {
  if (bytes.length - from < 2) return null;
  const length = (bytes[from + 1] ?? 0) & 0x7f;
  if (length === 126 && bytes.length - from < 4) return null;
  const start = from + (length === 126 ? 4 : 2);
  const end = start + (length === 126 ? bytes.readUInt16BE(from + 2) : length);
  return end <= bytes.length ? { opcode: (bytes[from] ?? 0) & 0x0f, start, end } : null;
}
