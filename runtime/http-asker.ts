/**
 * Asks one server over HTTP, on connections that stay: what a crowd's payments ask several times each. `fetch` costs five
 * times as much processor time a question.
 *
 * One timer bounds a question from end to end, the wait for a connection included; undici's own turn once a second. Nothing
 * is asked again here. Redirects are answers.
 */
import { type Dispatcher, Pool } from 'undici';

export interface HttpAsk {
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

export interface HttpAsker {
  /** Rejects where no whole answer came in time: what the server did is unknown then. */
  ask(what: HttpAsk): Promise<HttpAnswer>;
  /** Cuts what is on its way. */
  close(): void;
}

/** More at once wait for a connection. Whoever asks bounds how many they are. */
const CONNECTIONS_MAX = 64;

export function openHttpAsker(origin: string, answerMsMax: number): HttpAsker {
  const pool = new Pool(origin, {
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    connect: { timeout: answerMsMax },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    ask: (what) => new Promise((resolve, reject) => askOnce(pool, what, answerMsMax, resolve, reject)),
    close: () => void pool.destroy(),
  };
}

function askOnce(
  pool: Pool,
  what: HttpAsk,
  answerMsMax: number,
  resolve: (answer: HttpAnswer) => void,
  reject: (fault: Error) => void,
): void {
  let begun: Dispatcher.DispatchController | null = null;
  let late: Error | null = null;
  let status = 0;
  const chunks: Buffer[] = [];
  const timer = setTimeout(() => {
    late = new Error(`no answer within ${answerMsMax} ms`);
    reject(late);
    begun?.abort(late);
  }, answerMsMax);
  pool.dispatch(
    { ...what, body: what.body ?? null },
    {
      onRequestStart: (controller) => {
        begun = controller;
        if (late) controller.abort(late); // It waited for a connection until nobody wanted it any more.
      },
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
      },
      onResponseData: (_controller, chunk) => {
        chunks.push(chunk);
      },
      onResponseEnd: () => {
        clearTimeout(timer);
        resolve({ status, text: Buffer.concat(chunks).toString() });
      },
      onResponseError: (_controller, fault) => {
        clearTimeout(timer);
        reject(fault);
      },
    },
  );
}
