/** Pictures on their way through the edge. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { announce } from '../../db/registry.ts';
import { PICTURE_BYTES_MAX } from '../../domain/limits.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { openTestGateway, test } from '../../test/gateway.ts';
import { signAccessToken } from '../../tokens/access-token.ts';
import { BODY_BYTES_MAX } from './body.ts';

test('GWY-23: a picture of the staff may be larger, from nobody else and at no other address', async ({
  stores,
}) => {
  const heard: number[] = [];
  const server = http.createServer(async (request, response) => {
    let length = 0;
    for await (const part of request) length += (part as Buffer).length;
    heard.push(length);
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await announce(stores.db, { name: 'api-1', kind: 'api', url, privateUrl: url, pid: 1, ready: true });
  await using gateway = await openTestGateway(stores);

  const who = { kind: 'staff', staffId: 'stf_1', role: 'operator', loginId: 'log_1' } as const;
  const { accessToken } = await signAccessToken(parseKeyRing(stores.keys), who, Date.now());
  const send = async (path: string, bytes: number, token?: string) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const address = `${gateway.url}/api/staff/sales/${path}`;
    return (await fetch(address, { method: 'POST', headers, body: Buffer.alloc(bytes) })).status;
  };
  expect(await send('a/pictures?altEn=x', PICTURE_BYTES_MAX, accessToken)).toBe(200);
  expect(await send('a/pictures', PICTURE_BYTES_MAX + 1, accessToken)).toBe(413);
  expect(await send('a/pictures', 100)).toBe(401);
  expect(await send('a/pictures', 100, `${accessToken.slice(0, -4)}AAAA`)).toBe(401);
  expect(await send('a/pictures/pic_1', BODY_BYTES_MAX + 1, accessToken)).toBe(413);
  expect(heard).toEqual([PICTURE_BYTES_MAX]);
  server.closeAllConnections();
  server.close();
});
