/**
 * Free TCP ports of this machine, for programs that bind them a moment later. They lie below the ports that systems
 * hand to outgoing connections (32,768 on Linux, 49,152 elsewhere), so that no connection made meanwhile can sit on
 * one; and each process asks in a part of its own, so that two launchers never hear the same answer.
 */
import { createServer, type Server } from 'node:net';

const lowest = 20_000;
const span = 12_768;
const partOfAProcess = 32;
let asked = process.pid * partOfAProcess;

/** Each answer is another one: a port is not named twice before all were. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  const ports: number[] = [];
  for (let tries = 0; tries < span && ports.length < count; tries++) {
    const port = lowest + (asked++ % span);
    const why = await whyNotFree(port, host);
    if (why === null) ports.push(port);
    else if (why !== 'EADDRINUSE' && why !== 'EACCES')
      throw new Error(`no port can be bound at ${host}: ${why}`);
  }
  if (ports.length < count) throw new Error(`no free port is left between ${lowest} and ${lowest + span}`);
  return ports;
}

export async function freePort(host = '127.0.0.1'): Promise<number> {
  const [port = 0] = await freePorts(1, host);
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
