/**
 * Asks the API: an answer or a refusal, never an exception for what may happen. Every answer also sets the clock.
 * Values are the server's own shapes and are taken at their word: page and API come from the same build.
 */
import type { RefusalDetail } from '../../domain/refusals.ts';
import { learnFromDate } from '../server-clock/server-clock.ts';

/**
 * `offline` is the page's own code: no answer came at all, so nothing is known about the effect. So is `unchanged`: what was
 * asked for is still what the asker knows (`If-None-Match`).
 */
export interface Refusal extends RefusalDetail {
  readonly code: string;
  readonly status: number;
}

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly etag?: string | null }
  | { readonly ok: false; readonly refusal: Refusal };

export interface Question {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export async function ask<T>(method: string, path: string, question: Question = {}): Promise<Answer<T>> {
  const sentAtMs = Date.now();
  let response: Response;
  let text: string;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers: headersOf(question),
      body: question.body === undefined ? null : JSON.stringify(question.body),
      signal: question.signal ?? null,
    });
    text = await response.text();
  } catch (error) {
    // fetch rejects with TypeError when nothing answers, and with AbortError when the page is left.
    if (error instanceof TypeError || error instanceof DOMException) return refused({}, 0, 'offline');
    throw error;
  }
  learnFromDate(response.headers.get('date'), sentAtMs);
  const value = jsonOf(text);
  if (response.ok) return { ok: true, value: value as T, etag: response.headers.get('etag') };
  return refused(value, response.status, codeOf(response.status), retryAfterMsOf(response));
}

const headersOf = ({ body, headers = {} }: Question): [string, string][] => [
  ...(body === undefined ? [] : [['content-type', 'application/json'] as [string, string]]),
  ...Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  ),
];

function refused(
  problem: unknown,
  status: number,
  code: string,
  retryAfterMs?: number,
): { ok: false; refusal: Refusal } {
  const told = typeof problem === 'object' && problem !== null ? (problem as Partial<Refusal>) : {};
  const waits = told.retryAfterMs ?? retryAfterMs;
  return {
    ok: false,
    refusal: {
      ...told,
      status,
      code: told.code ?? code,
      ...(waits === undefined ? {} : { retryAfterMs: waits }),
    },
  };
}

/** For an answer that names none; most are of no part of ours, such as a proxy's 502. */
function codeOf(status: number): string {
  if (status === 304) return 'unchanged';
  return status === 404 ? 'not_found' : [502, 503, 504].includes(status) ? 'busy' : 'internal';
}

function retryAfterMsOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : seconds * 1_000;
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
