/**
 * What the gateway answers itself beside the line over HTTP (line-app.ts): the pages, with or without JavaScript, and the
 * keys of passes. Refusals are problems, faults are logged once.
 */
import { Hono } from 'hono';
import { Refused } from '../../domain/refusals.ts';
import type { Log } from '../../runtime/log.ts';
import { type PlainDeps, plainRoutes } from '../plain/plain-routes.ts';
import { refusalOf } from '../store-away.ts';
import { drawScriptRoute } from './draw-script.ts';
import { type PagesDeps, pages } from './pages.ts';
import { problemOf } from './problem.ts';
import { publicKeyRoutes } from './public-keys.ts';

export interface AppDeps extends PlainDeps, PagesDeps {
  readonly log: Log;
}

export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.onError((fault, c) => {
    const refusal = refusalOf(fault);
    if (!refusal) deps.log.error({ err: fault, path: c.req.path }, 'request failed');
    const { status, headers, body } = problemOf(refusal ?? new Refused('internal'), deps.chance);
    return new Response(body, { status, headers });
  });
  app.route('/', publicKeyRoutes(deps));
  app.route('/', drawScriptRoute());
  app.route('/', plainRoutes(deps));
  app.route('/', pages(deps));
  return app;
}
