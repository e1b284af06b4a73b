/**
 * Passes a request on and its answer back (GWY-22). Tried again elsewhere only where that is safe: a GET,
 * or anything of which not a byte was sent. Nothing hangs: after 3.5 s without an answer, beside what it asked to wait
 * itself, the visitor is told to come back, and an Idempotency-Key makes coming back harmless.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ANSWER_WAIT_MS } from '../../domain/limits.ts';
import { Refused } from '../../domain/refusals.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { Log } from '../../runtime/log.ts';
import { problemOf, sendProblem } from '../http/problem.ts';
import { ask } from './ask.ts';
import { bodies } from './body.ts';
import { requestHeaders, type Vouched } from './headers.ts';
import { Patience } from './patience.ts';
import { isUpload, UPLOAD_MS_MAX, uploads } from './uploads.ts';
import type { Upstream, Upstreams } from './upstreams.ts';
import type { Waits } from './waits.ts';

/** The API itself answers within ANSWER_WAIT_MS; a little more for the way. */
export const HEADERS_MS_MAX = ANSWER_WAIT_MS + 500;
/** The rest of an answer whose beginning has come. */
const REST_MS_MAX = 15_000;
/** The whole proof of a large draw has tens of megabytes (VER-20); the API bounds how many read one. */
const PROOF_MS_MAX = 120_000;
const restMsMaxOf = (path: string): number => (/\/(proof|export)$/.test(path) ? PROOF_MS_MAX : REST_MS_MAX);

export interface ForwardDeps {
  readonly log: Pick<Log, 'warn' | 'error'>;
  readonly chance: Chance;
  readonly vouch: (request: IncomingMessage) => Vouched;
  /** Refuses an upload of nobody of the staff before a byte of it is read. */
  readonly mayUpload: (request: IncomingMessage) => Promise<void>;
  readonly waits: Waits;
  readonly count: (status: number) => void;
  /** Hears of every request that was answered 5xx, or not at all, though the visitor waited for it. */
  readonly failed?: (request: IncomingMessage, status: number) => void;
}

/** `path` is the address at the upstream, with its query. Never rejects. */
export async function forward(
  deps: ForwardDeps,
  upstreams: Upstreams,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  let release = () => {};
  try {
    const isLarge = isUpload(request);
    if (isLarge) await deps.mayUpload(request);
    const read = await (isLarge ? uploads : bodies).read(request);
    release = read.release;
    await askInTurn(deps, upstreams, { request, response, path, body: read.body });
    deps.count(response.statusCode);
    if (response.statusCode >= 500) deps.failed?.(request, response.statusCode);
  } catch (fault) {
    if (response.destroyed || request.errored) return void response.destroy(); // The visitor went away.
    const refused = fault instanceof Refused ? fault : new Refused('busy');
    if (!(fault instanceof Refused)) {
      // Under overload there are thousands of these: a word each, no stack.
      const why = fault instanceof Error ? fault.name : String(fault);
      deps.log.warn({ why, path: path.split('?')[0] }, 'could not pass a request on');
    }
    const problem = problemOf(refused, deps.chance);
    deps.count(problem.status);
    if (problem.status >= 500) deps.failed?.(request, problem.status);
    sendProblem(response, problem);
  } finally {
    release();
  }
}

interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly body: Buffer | null;
}

async function askInTurn(deps: ForwardDeps, upstreams: Upstreams, passing: Passing): Promise<void> {
  const { request, response, path, body } = passing;
  const { method = 'GET', rawHeaders } = request;
  const waitMs = deps.waits.begin(request, path);
  const headers = requestHeaders(rawHeaders, deps.vouch(request));
  if (waitMs > 0) headers.push('prefer', `wait=${waitMs / 1_000}`);
  const question = { path, method, headers, body, isWaiting: waitMs > 0 };
  const beginningMs = isUpload(request) ? UPLOAD_MS_MAX : HEADERS_MS_MAX + waitMs;
  const patience = new Patience(response, beginningMs, restMsMaxOf(path));
  const tried = new Set<Upstream>();
  try {
    for (;;) {
      const upstream = upstreams.pick(tried);
      if (!upstream) throw new Refused('busy');
      tried.add(upstream);
      try {
        return await ask(upstream, question, response, patience);
      } catch (fault) {
        if (patience.isOver || response.headersSent) throw fault;
        upstreams.passBy(upstream);
        if (!maySendAgain(method, fault)) throw fault;
      }
    }
  } finally {
    patience.release();
    deps.waits.end(waitMs);
  }
}

/** A connection that was never made carried nothing. */
const connectCodes = new Set([
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);
const safeMethods = new Set(['GET', 'HEAD']);

function maySendAgain(method: string, fault: unknown): boolean {
  if (safeMethods.has(method)) return true;
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  return connectCodes.has(code);
}
