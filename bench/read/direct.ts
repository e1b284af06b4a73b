/**
 * What the API is compared with: the same answers from the same rows, each read from PostgreSQL when it is asked for. Says
 * its port on the first line. Its first argument is the address of PostgreSQL.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publicSaleView } from '../../api/views.ts';
import { openDatabase } from '../../db/open.ts';
import { saleBySlug } from '../../db/sales.ts';
import { createLog } from '../../runtime/log.ts';

const url = process.argv[2] ?? '';
// As many as the API has.
const db = openDatabase(url, createLog('direct', 'warn'), { connectionsMax: 16 });

const server = createServer(async (request, response) => {
  try {
    const sale = await saleBySlug(db, (request.url ?? '').split('/').at(-1) ?? '');
    const body = JSON.stringify(sale && publicSaleView(sale));
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(sale ? 200 : 404, headers).end(body);
  } catch {
    response.writeHead(503, { 'content-length': 0 }).end();
  }
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
