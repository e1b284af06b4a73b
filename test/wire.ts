/**
 * A wire to PostgreSQL that can be cut at the worst moment: around COMMIT. It looks at what goes by, for the one word of the
 * simple protocol that a test waits for, and resets the connection before or after PostgreSQL has got it.
 */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

const COMMIT = Buffer.from('commit\0');

export interface Wire {
  /** The database's, through the wire. */
  readonly url: string;
  /** Cuts the connection that commits next, once. */
  cutAtCommit(when: 'before' | 'after'): void;
  close(): void;
}

export async function openWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let cut: 'before' | 'after' | null = null;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    let isCut = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}); // The other end is told by its own reset.
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('data', (bytes) => {
      if (!cut || !bytes.includes(COMMIT)) return void far.write(bytes);
      isCut = true;
      near.resetAndDestroy();
      if (cut === 'after') far.write(bytes);
      else far.resetAndDestroy();
      cut = null;
    });
    far.on('data', (bytes) => {
      if (!isCut) near.write(bytes);
    });
    near.on('close', () => {
      if (!isCut) far.destroy();
    });
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href,
    cutAtCommit: (when) => {
      cut = when;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
