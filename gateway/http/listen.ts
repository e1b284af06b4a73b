/**
 * Listening where a crowd knocks (GWY-28). Node takes one new connection from a listening socket in each turn of its
 * loop, and a turn is as long as everything that came meanwhile: at a gateway that is busy with those it has, others would
 * wait for seconds, overflow the kernel's queue and be lost. So it listens several times on its port, and takes as many at
 * once.
 */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, createServer, type ListenOptions, type Server as NetServer } from 'node:net';

/** Enough for a thousand newcomers in three seconds beside a full load; each costs a descriptor. */
const LISTENERS = 32;

/**
 * Answers how to stop taking connections; what that answers resolves once those that were taken have ended. Several
 * gateways share the port where the system spreads connections over listening sockets (Linux); elsewhere there is one.
 */
export async function listen(server: Server, port: number, host: string): Promise<() => Promise<void>> {
  const isShared = process.platform === 'linux';
  await begin(server, { port, host, reusePort: isShared });
  const others: NetServer[] = [];
  if (isShared) {
    const { port: given } = server.address() as AddressInfo;
    // As Node's own server of HTTP takes its connections.
    const how = { allowHalfOpen: true, noDelay: true };
    for (let at = 1; at < LISTENERS; at += 1)
      others.push(createServer(how, (socket) => server.emit('connection', socket)));
    await Promise.all(others.map((other) => begin(other, { port: given, host, reusePort: true })));
  }
  return async () => {
    await Promise.all([server, ...others].map((one) => end(one)));
  };
}

async function begin(server: NetServer, where: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, resolve);
  });
}

async function end(server: NetServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}
