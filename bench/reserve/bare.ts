/**
 * What an order is compared with: a Hono that reads the same JSON and answers as many bytes, and does nothing else. Run as
 * a process of its own; says its port on the first line.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const answer = JSON.parse(process.argv[2] ?? '{}') as Record<string, unknown>;

const app = new Hono();
app.post('/api/sales/:slug/orders', async (c) => {
  const { lines } = await c.req.json<{ lines: { quantity: number }[] }>();
  return c.json({ ...answer, units: lines.length }, 201);
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(port));
