/** Sockets by address: counted while they are open, and bounded where addresses are budgeted. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fc, test as property } from '@fast-check/vitest';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { SOCKETS_PER_ADDRESS_MAX } from '../../domain/limits.ts';
import { systemChance } from '../../runtime/chance.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { newKeys } from '../../test/stores.ts';
import { Overload } from '../overload.ts';
import { AddressCounts } from './address-counts.ts';
import { Sockets } from './sockets.ts';
import { type UpgradeDeps, upgrades } from './upgrade.ts';

property.prop([fc.array(fc.tuple(fc.boolean(), fc.constantFrom('a', 'b', 'c')), { maxLength: 200 })])(
  'ACC-17: the count is of those who are open, whoever comes and goes',
  (steps) => {
    const counts = new AddressCounts();
    const open = new Map<string, number>();
    for (const [isComing, group] of steps) {
      const now = open.get(group) ?? 0;
      if (!isComing && now === 0) continue;
      open.set(group, now + (isComing ? 1 : -1));
      if (isComing) counts.add(group);
      else counts.remove(group);
      for (const [name, count] of open) expect(counts.of(name)).toBe(count);
    }
  },
);

test('ACC-17: a full address is told to come back while it is still HTTP; one that left again is let in', async () => {
  const sockets = new Sockets();
  const isLimited = vi.fn(() => true);
  const parts = { ring: parseKeyRing(newKeys()), chance: systemChance, sockets, overload: new Overload() };
  const never = { hear: () => {}, closed: () => {} } as unknown as UpgradeDeps['reception'];
  const ops = { accept: () => {}, count: () => 0, close: async () => {} };
  const deps = {
    ...parts,
    reception: never,
    ops,
    access: { isLimited },
    proxyHops: 0,
    origins: new Set<string>(),
  };
  const server = createServer().on('upgrade', upgrades(deps)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws/line?sale=x`;
  const statusOf = async () => {
    const socket = new WebSocket(url, ['usher.v1']);
    socket.on('error', () => {});
    const opened = once(socket, 'open').then(() => 101);
    const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number);
    const status = await Promise.race([opened, refused]);
    socket.terminate();
    return status;
  };
  for (let n = 0; n < SOCKETS_PER_ADDRESS_MAX; n += 1) sockets.addresses.add('127.0.0.1');
  expect(await statusOf()).toBe(429);
  isLimited.mockReturnValueOnce(false); // Loopback, as long as it is not meant.
  expect(await statusOf()).toBe(101);
  for (let n = 0; n < 10; n += 1) sockets.addresses.remove('127.0.0.1');
  expect(await statusOf()).toBe(101);
  parts.overload.close();
  server.closeAllConnections();
  server.close();
});
