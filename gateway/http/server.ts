/**
 * The one public port (GWY-20): what the gateway answers itself, what it passes on, and upgrades. Slow
 * senders are bounded by Node's own times for headers and whole requests.
 */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { Refused } from '../../domain/refusals.ts';
import { type ForwardDeps, forward } from '../proxy/forward.ts';
import type { Upstreams } from '../proxy/upstreams.ts';
import type { Upgrade } from '../socket/upgrade.ts';
import { problemOf, sendProblem } from './problem.ts';

export interface ServerDeps extends ForwardDeps {
  /** The pages, and all that is asked for beside the line. */
  readonly app: Hono;
  /** The line over HTTP. */
  readonly lineApp: Hono;
  readonly upgrade: Upgrade;
  readonly apis: Upstreams;
  /** Null where it is not set up. */
  readonly sandbox: Upstreams | null;
  readonly mailCatcher: Upstreams | null;
}

/** Slowloris: a header every few seconds is nobody's browser. */
const HEADERS_MS_MAX = 5_000;
const REQUEST_MS_MAX = 15_000;
const KEEP_ALIVE_MS = 15_000;
const CHECK_EVERY_MS = 1_000;

const linePath = /^\/api\/sales\/[^/?]+\/line(\/[a-z]+)?\/?(\?|$)/;

/** Not listening yet. */
export function openServer(deps: ServerDeps): Server {
  // With its own light Response in place of the global one: the answer of a poll is written as the text it is.
  const own = getRequestListener(deps.app.fetch);
  const line = getRequestListener(deps.lineApp.fetch);
  const server = createServer(
    {
      headersTimeout: HEADERS_MS_MAX,
      requestTimeout: REQUEST_MS_MAX,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
    },
    (request, response) => {
      const address = request.url ?? '/';
      const upstreams = upstreamsFor(deps, address);
      if (upstreams === 'line') return void line(request, response);
      if (upstreams === 'own') return void own(request, response);
      if (upstreams === 'none')
        return sendProblem(response, problemOf(new Refused('not_found'), deps.chance));
      return void forward(deps, upstreams, request, response, pathAt(address));
    },
  );
  server.on('upgrade', deps.upgrade);
  return server;
}

function upstreamsFor(deps: ServerDeps, address: string): Upstreams | 'line' | 'own' | 'none' {
  if (address.startsWith('/api/')) return linePath.test(address) ? 'line' : deps.apis;
  if (address.startsWith('/sandbox/')) return deps.sandbox ?? 'none';
  if (/^\/dev\/mail([/?]|$)/.test(address)) return deps.mailCatcher ?? 'none';
  return 'own';
}

/** The sandbox provider knows nothing of the folder it is shown under. */
const pathAt = (address: string): string =>
  address.startsWith('/sandbox/') ? address.slice('/sandbox'.length) : address;
