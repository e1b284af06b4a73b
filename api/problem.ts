/**
 * Whatever goes wrong in a route, as an RFC 9457 problem (API-7). A refusal is told by its code. A store that is away or
 * overloaded is `busy`: nothing was acknowledged, and coming back helps. Anything else is a fault of ours: logged once,
 * here, and told without any detail.
 */
import type { Context, ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type RefusalCode, type RefusalDetail, Refused, refusals } from '../domain/refusals.ts';
import { spreadMs } from '../runtime/backoff.ts';
import type { Chance } from '../runtime/chance.ts';
import type { Log } from '../runtime/log.ts';
import { isStoreAway } from './store-away.ts';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: RefusalCode;
  readonly detail?: string;
  readonly errors?: RefusalDetail['errors'];
  readonly left?: RefusalDetail['left'];
}

/** A crowd that was told "busy" comes back over a few seconds, not all in the same one. */
const BUSY_MS = [1_000, 4_000] as const;

export const answerError =
  (log: Log, chance: Chance): ErrorHandler =>
  (error, c) => {
    const refused = refusedFor(error);
    if (refused.code === 'internal') log.error({ err: error, path: c.req.path }, 'request failed');
    else if (refused.code === 'busy') log.warn({ err: error, path: c.req.path }, 'answered busy');
    return problemAnswer(c, refused, chance);
  };

function refusedFor(error: Error): Refused {
  if (error instanceof Refused) return error;
  // Hono's own words for a body that is no JSON, or of a type the route does not read.
  if (error instanceof HTTPException && error.status < 500)
    return new Refused('invalid_request', { detail: error.message });
  return new Refused(isStoreAway(error) ? 'busy' : 'internal');
}

function problemAnswer(c: Context, { code, more }: Refused, chance: Chance): Response {
  const { status, title } = refusals[code];
  const problem: Problem = {
    type: `/problems/${code}`,
    title,
    status,
    code,
    ...(more.detail !== undefined && { detail: more.detail }),
    ...(more.errors !== undefined && { errors: more.errors }),
    ...(more.left !== undefined && { left: more.left }),
  };
  const waitMs = more.retryAfterMs ?? (code === 'busy' ? spreadMs(...BUSY_MS, chance) : undefined);
  if (waitMs !== undefined) c.header('retry-after', String(Math.max(1, Math.ceil(waitMs / 1_000))));
  c.header('content-type', 'application/problem+json');
  return c.body(JSON.stringify(problem), status satisfies ContentfulStatusCode);
}

/** What zod found, as the refusal: a path that names nothing is `not_found`, everything else a wrong shape. */
export function refuseInvalid(result: {
  readonly success: boolean;
  readonly target?: string;
  readonly error?: { readonly issues: readonly { path: readonly PropertyKey[]; message: string }[] };
}): void {
  if (result.success) return;
  if (result.target === 'param') throw new Refused('not_found');
  const errors = (result.error?.issues ?? []).slice(0, ERRORS_SHOWN).map(({ path, message }) => ({
    path: path.map(String).join('.').slice(0, PATH_SHOWN),
    message,
  }));
  throw new Refused('invalid_request', { errors });
}
/** A body of a thousand mistakes is not worth a thousand sentences. */
const ERRORS_SHOWN = 20;
const PATH_SHOWN = 200;
