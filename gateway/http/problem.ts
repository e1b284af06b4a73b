/** A refusal as an HTTP problem (RFC 9457), the same shape as the API's. */
import type { ServerResponse } from 'node:http';
import { type Refused, refusals } from '../../domain/refusals.ts';
import { spreadMs } from '../../runtime/backoff.ts';
import type { Chance } from '../../runtime/chance.ts';

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Spread, so that a crowd that was refused does not return as one. */
const RETRY_FROM_MS = 1_000;
const RETRY_TO_MS = 6_000;

export function problemOf({ code, more }: Refused, chance: Pick<Chance, 'fraction'>): Problem {
  const { status, title } = refusals[code];
  const { detail, errors, challenge, reason } = more;
  const comesBack = code === 'busy' || code === 'too_many_requests';
  const body = {
    type: `/problems/${code}`,
    title,
    status,
    code,
    ...(detail && { detail }),
    ...(errors && { errors }),
    ...(challenge && { challenge }),
    ...(reason && { reason }),
  };
  const retryMs = more.retryAfterMs ?? spreadMs(RETRY_FROM_MS, RETRY_TO_MS, chance);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(comesBack && { 'retry-after': String(Math.max(1, Math.ceil(retryMs / 1_000))) }),
    },
    body: JSON.stringify(body),
  };
}

export function sendProblem(response: ServerResponse, { status, headers, body }: Problem): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
