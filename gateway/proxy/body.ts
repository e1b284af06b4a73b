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

export interface ReadBody {
  readonly body: Buffer | null;
  readonly release: () => void;
}

const noBody: ReadBody = { body: null, release: () => {} };

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
  async read(request: IncomingMessage): Promise<ReadBody> {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > this.#bytesMax) throw new Refused('too_large');
    const hasBody = announced > 0 || request.headers['transfer-encoding'] !== undefined;
    return hasBody ? await this.#collect(request) : noBody;
  }

  #collect(request: IncomingMessage): Promise<ReadBody> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let length = 0;
      const release = () => {
        this.#bytesHeld -= length;
        length = 0;
      };
      // The connection stays for the refusal; Node reads the rest and forgets it, within the time of a request.
      const fail = (fault: unknown) => {
        request.off('data', take).off('end', end);
        release();
        reject(fault);
      };
      const take = (part: Buffer) => {
        length += part.length;
        this.#bytesHeld += part.length;
        parts.push(part);
        if (length > this.#bytesMax) fail(new Refused('too_large'));
        else if (this.#bytesHeld > this.#allBytesMax) fail(new Refused('busy'));
      };
      const end = () => resolve({ body: joined(parts), release });
      request.on('data', take).on('end', end).on('error', fail);
    });
  }
}

/** One part is not copied. */
export const joined = (parts: readonly Buffer[]): Buffer =>
  parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);

export const bodies = new BodyStore(BODY_BYTES_MAX, BODIES_BYTES_MAX);
