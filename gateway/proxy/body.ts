/**
 * Reads a request's body whole before anything is sent on (GWY-23): a slow sender occupies a gateway's few
 * bytes and not an API's request, and a body that was not sent yet may go to another instance. The bytes
 * stay as they are: a webhook's signature covers them.
 */
import type { IncomingMessage } from 'node:http';
import { Refused } from '../../domain/refusals.ts';

/** The longest honest body is a webhook's event. */
export const BODY_BYTES_MAX = 1_048_576;
/** Of all bodies being read at once; what comes above it is told to come back. */
const BODIES_BYTES_MAX = 64 * BODY_BYTES_MAX;

let bytesHeld = 0;

/** Null for a request without a body. `release` must be called once the body is not needed any more. */
export async function readBody(
  request: IncomingMessage,
): Promise<{ body: Buffer | null; release: () => void }> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > BODY_BYTES_MAX) throw new Refused('too_large');
  const hasBody = announced > 0 || request.headers['transfer-encoding'] !== undefined;
  if (!hasBody) return { body: null, release: () => {} };

  const parts: Buffer[] = [];
  let length = 0;
  const release = () => {
    bytesHeld -= length;
    length = 0;
  };
  try {
    // The connection stays for the refusal; Node reads the rest and forgets it, within the time of a request.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += part.length;
      bytesHeld += part.length;
      if (length > BODY_BYTES_MAX) throw new Refused('too_large');
      if (bytesHeld > BODIES_BYTES_MAX) throw new Refused('busy');
      parts.push(part);
    }
  } catch (fault) {
    release();
    throw fault;
  }
  return { body: Buffer.concat(parts), release };
}
