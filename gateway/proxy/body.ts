/**
 * Reads a request's body whole before anything is sent on (GWY-23): a slow sender occupies a gateway's few
 * bytes and not an API's request, and a body that was not sent yet may go to another instance. The bytes
 * stay as they are: a webhook's signature covers them.
 */
import type { IncomingMessage } from 'node:http';
import { Refused } from '../../domain/refusals.ts';

/** The longest honest body is a webhook's event; pictures have a store of their own (uploads.ts). */
export const BODY_BYTES_MAX = 1_048_576;
/** Of all bodies being read at once; what comes above it is told to come back. */
const BODIES_BYTES_MAX = 64 * BODY_BYTES_MAX;

/** Bounds one body, and all of its kind together. */
export class BodyStore {
  readonly #bytesMax: number;
  readonly #allBytesMax: number;
  #bytesHeld = 0;

  constructor(bytesMax: number, allBytesMax: number) {
    this.#bytesMax = bytesMax;
    this.#allBytesMax = allBytesMax;
  }

  /** Null for a request without a body. `release` must be called once the body is not needed any more. */
  async read(request: IncomingMessage): Promise<{ body: Buffer | null; release: () => void }> {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > this.#bytesMax) throw new Refused('too_large');
    const hasBody = announced > 0 || request.headers['transfer-encoding'] !== undefined;
    if (!hasBody) return { body: null, release: () => {} };

    const parts: Buffer[] = [];
    let length = 0;
    const release = () => {
      this.#bytesHeld -= length;
      length = 0;
    };
    try {
      // The connection stays for the refusal; Node reads the rest and forgets it, within the time of a request.
      for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += part.length;
        this.#bytesHeld += part.length;
        if (length > this.#bytesMax) throw new Refused('too_large');
        if (this.#bytesHeld > this.#allBytesMax) throw new Refused('busy');
        parts.push(part);
      }
    } catch (fault) {
      release();
      throw fault;
    }
    return { body: Buffer.concat(parts), release };
  }
}

export const bodies = new BodyStore(BODY_BYTES_MAX, BODIES_BYTES_MAX);
