/**
 * What the line over HTTP is compared with: a Hono that takes the same join and the same question, and answers as many
 * bytes. It remembers nothing, checks nothing and signs nothing. Run as a process of its own; says its port on the first
 * line.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const [joined, status] = process.argv.slice(2).map((text) => JSON.parse(text) as Record<string, unknown>);

const app = new Hono();
app.post('/api/sales/:slug/line', async (c) => {
  await c.req.json();
  return c.json(joined);
});
app.get('/api/sales/:slug/line', (c) => c.json(status));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(port));
