/**
 * Free TCP ports of this machine. Another program may take one between the asking and the use: whoever binds
 * must cope.
 */
import { type AddressInfo, createServer, type Server } from 'node:net';

/** Different ones: all are held open until the last is found. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => bind(0, host)));
  const ports = held.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(held.map(release));
  return ports;
}

export async function freePort(host = '127.0.0.1'): Promise<number> {
  const [port] = await freePorts(1, host);
  if (port === undefined) throw new Error('the system gave no port');
  return port;
}

/** Why the port cannot be bound (EADDRINUSE, EACCES, EADDRNOTAVAIL …), or null when it can. */
export async function whyNotFree(port: number, host: string): Promise<string | null> {
  try {
    await release(await bind(port, host));
    return null;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code ?? String(fault);
  }
}

function bind(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
