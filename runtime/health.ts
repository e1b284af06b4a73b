/**
 * The private port of a process: /healthz (it runs), /readyz (it can serve; 503 names what is missing) and
 * /metrics (Prometheus). Never on the public port: what it says is for the operator alone.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Throws, or rejects, when what it looks at is not usable now. */
export type ReadyCheck = () => unknown;

export type PrivatePort = {
  url: string;
  port: number;
  /** From here on /readyz says 503, so that nobody sends new work. */
  drain(): void;
  close(): Promise<void>;
};

type Options = {
  host?: string;
  /** 0 = any free one. */
  port: number;
  registry: Registry;
  checks: Readonly<Record<string, ReadyCheck>>;
};

/** A check that hangs must not hang the probe: supervisors give it about a second. */
const checkTimeMs = 900;

export async function openPrivatePort({
  host = '127.0.0.1',
  port,
  registry,
  checks,
}: Options): Promise<PrivatePort> {
  let draining = false;

  const pages: Record<string, (response: ServerResponse) => Promise<void>> = {
    '/healthz': async (response) => sendJson(response, 200, { status: 'alive' }),
    '/readyz': async (response) => {
      const missing = draining ? { draining: 'told to stop' } : await failing(checks);
      const isReady = Object.keys(missing).length === 0;
      sendJson(
        response,
        isReady ? 200 : 503,
        isReady ? { status: 'ready' } : { status: 'not ready', missing },
      );
    },
    '/metrics': async (response) => {
      response.setHeader('content-type', registry.contentType).end(await registry.metrics());
    },
  };

  const server = createServer((request, response) => {
    const page = pages[request.url?.split('?')[0] ?? ''];
    if (page === undefined) return sendJson(response, 404, { status: 'not found' });
    page(response).catch((fault: unknown) => sendJson(response, 500, { status: String(fault) }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });

  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${bound}`,
    port: bound,
    drain: () => {
      draining = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function failing(checks: Readonly<Record<string, ReadyCheck>>) {
  const missing: Record<string, string> = {};
  await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const late = AbortSignal.timeout(checkTimeMs);
      const tooLate = new Promise<never>((_, reject) =>
        late.addEventListener('abort', () => reject(new Error(`no answer in ${checkTimeMs} ms`))),
      );
      try {
        await Promise.race([Promise.resolve().then(check), tooLate]);
      } catch (fault) {
        missing[name] = fault instanceof Error ? fault.message : String(fault);
      }
    }),
  );
  return missing;
}

function sendJson(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
