/**
 * The line over HTTP as an application of its own: a crowd that polls asks nothing else, and here each address leads to
 * one handler, without what the pages look at before theirs.
 */
import type { Hono } from 'hono';
import { Refused } from '../../domain/refusals.ts';
import type { Log } from '../../runtime/log.ts';
import { refusalOf } from '../store-away.ts';
import { type LineRouteDeps, lineRoutes } from './line-routes.ts';
import { problemOf } from './problem.ts';
import { apiHeaders } from './security-headers.ts';

export interface LineAppDeps extends LineRouteDeps {
  readonly log: Log;
}

export function createLineApp(deps: LineAppDeps): Hono {
  const app = lineRoutes(deps);
  const problem = (refused: Refused): Response => {
    const { status, headers, body } = problemOf(refused, deps.chance);
    return new Response(body, { status, headers: { ...apiHeaders, ...headers } });
  };
  app.onError((fault, c) => {
    const refusal = refusalOf(fault);
    if (!refusal) deps.log.error({ err: fault, path: c.req.path }, 'request failed');
    return problem(refusal ?? new Refused('internal'));
  });
  app.notFound(() => problem(new Refused('not_found')));
  return app;
}
