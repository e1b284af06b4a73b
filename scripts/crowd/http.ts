/**
 * HTTP as a patient client does it: an answer that says "later" (503, 429, 409 in_progress) and a connection that broke
 * are tried again, with jitter and under the same Idempotency-Key, until the deadline. Everything else is the answer.
 */
import { type Agent, request } from 'undici';
import { bump, refuse, type Tally } from './tally.ts';

export interface Answer {
  readonly status: number;
  /** The parsed JSON, or {} where there was none. */
  readonly body: Record<string, unknown>;
  readonly location: string | undefined;
  readonly etag: string | undefined;
  /** Of the last try alone, in milliseconds. */
  readonly tookMs: number;
}

export interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  /** When trying again has no sense any more; milliseconds since 1970. */
  readonly deadlineMs: number;
  /** It waits at the server, on a connection that nobody else needs. */
  readonly isWaiting?: boolean;
}

export interface HttpClient {
  readonly base: string;
  readonly agent: Agent;
  readonly waitAgent: Agent;
  readonly tally: Tally;
  /** Aborts what is under way when the crowd is told to stop. */
  readonly stop: AbortSignal;
}

/** Nothing of Usher's hangs longer than 3 s; a client that waits twice that sees it when it does. */
const ANSWER_MS_MAX = 8_000;
const FIRST_WAIT_MS = 250;
const WAIT_MS_MAX = 3_000;

export class GaveUp extends Error {}

/** Throws GaveUp when the deadline has passed without an answer, or the crowd was told to stop. */
export async function ask(client: HttpClient, { deadlineMs, ...what }: Ask): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const answer = await tryOnce(client, what);
    if (answer !== null && !saysLater(answer)) return answer;
    const waitMs = jittered(attempt, answer === null ? 0 : Number(answer.body.retryAfterMs ?? 0));
    if (client.stop.aborted || Date.now() + waitMs > deadlineMs) throw new GaveUp(codeOf(answer));
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** The refusal's code; `http 502` where the body names none, `network` where there was no answer. */
export const codeOf = (answer: Answer | null): string =>
  answer === null
    ? 'network'
    : typeof answer.body.code === 'string'
      ? answer.body.code
      : `http ${answer.status}`;

const saysLater = (answer: Answer) =>
  answer.status === 503 ||
  answer.status === 502 ||
  answer.status === 504 ||
  answer.status === 429 ||
  answer.body.code === 'in_progress';

async function tryOnce(
  client: HttpClient,
  { method, path, headers, json, form, isWaiting = false }: Omit<Ask, 'deadlineMs'>,
): Promise<Answer | null> {
  const startedAt = performance.now();
  try {
    const response = await request(`${client.base}${path}`, {
      method,
      dispatcher: isWaiting ? client.waitAgent : client.agent,
      signal: client.stop,
      headersTimeout: ANSWER_MS_MAX,
      bodyTimeout: ANSWER_MS_MAX,
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(form !== undefined && { body: new URLSearchParams(form).toString() }),
    });
    const text = await response.body.text();
    const retryAfter = Number(one(response.headers['retry-after']) ?? 0) * 1_000;
    const answer = {
      status: response.statusCode,
      body: { ...(retryAfter > 0 && { retryAfterMs: retryAfter }), ...parsed(text) },
      location: one(response.headers.location),
      etag: one(response.headers.etag),
      tookMs: performance.now() - startedAt,
    };
    if (answer.status >= 400) refuse(client.tally, codeOf(answer));
    return answer;
  } catch (fault) {
    if (client.stop.aborted) return null;
    bump(client.tally.refused, 'network');
    if (fault instanceof Error && 'code' in fault) return null; // undici and the system both name what broke.
    throw fault;
  }
}

function jittered(attempt: number, toldMs: number): number {
  const fullMs = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return toldMs + fullMs / 2 + (fullMs / 2) * Math.random();
}

const one = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

function parsed(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (fault) {
    if (fault instanceof SyntaxError) return {}; // A cut answer; its status stands.
    throw fault;
  }
}
