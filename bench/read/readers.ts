/**
 * Readers of product pages, as a process of their own: each has a connection, asks for a sale, and for the next one as soon
 * as it has the whole answer. HTTP by hand, because a full client costs more than the server that is measured.
 *
 * From its parent: {base, paths, readers, seconds}. To it: what came of it; then it ends.
 */
import net from 'node:net';

export interface ReadersTask {
  readonly base: string;
  /** Each reader takes them in turn, beginning at a place of its own. */
  readonly paths: readonly string[];
  readonly readers: number;
  readonly seconds: number;
}
export interface ReadersReport {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** By status; `broken` are connections that ended before their time. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Sockets that are being opened at once: the crowd is what is measured, and not its arrival. */
const CONNECTING_MAX = 250;
/** One loopback address has 28,000 ports. */
const READERS_PER_ADDRESS = 10_000;

process.on('message', async (task: ReadersTask) => {
  process.send?.(await read(task), () => process.exit(0));
});

async function read({ base, paths, readers, seconds }: ReadersTask): Promise<ReadersReport> {
  const { hostname, port } = new URL(base);
  const statuses: Record<string, number> = {};
  const tookMs: number[] = [];
  const sockets = await openAll(readers, hostname, Number(port));
  const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`));
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  await Promise.all(sockets.map((socket, at) => readOn(socket, at)));
  const elapsedSeconds = (performance.now() - startedAt) / 1_000;
  for (const socket of sockets) socket.destroy();
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.min(tookMs.length - 1, Math.floor(share * tookMs.length))] ?? 0;
  return { perSecond: tookMs.length / elapsedSeconds, p50Ms: at(0.5), p99Ms: at(0.99), statuses };

  /** Until the time is over and the answer in hand has come. */
  function readOn(socket: net.Socket, from: number): Promise<void> {
    return new Promise((resolve) => {
      let asked = from;
      let askedAt = 0;
      let head = '';
      let missing = -1;
      const ask = () => {
        askedAt = performance.now();
        if (askedAt >= endsAt) return resolve();
        head = '';
        missing = -1;
        socket.write(requests[asked++ % requests.length] ?? '');
      };
      const broke = () => {
        statuses.broken = (statuses.broken ?? 0) + 1;
        resolve();
      };
      socket.on('error', broke);
      socket.on('end', broke);
      socket.on('data', (piece: Buffer) => {
        if (missing < 0) {
          head += piece.toString('latin1');
          const ends = head.indexOf('\r\n\r\n');
          if (ends < 0) return;
          const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
          if (length === undefined) return void socket.destroy(new Error('an answer says how long it is'));
          missing = Number(length) - (head.length - ends - 4);
        } else missing -= piece.length;
        if (missing > 0) return;
        tookMs.push(performance.now() - askedAt);
        const status = head.slice(9, 12);
        statuses[status] = (statuses[status] ?? 0) + 1;
        ask();
      });
      ask();
    });
  }
}

async function openAll(count: number, host: string, port: number): Promise<net.Socket[]> {
  const sockets: net.Socket[] = [];
  const lane = async (): Promise<void> => {
    while (sockets.length < count) {
      const localAddress = `127.0.0.${2 + Math.floor(sockets.length / READERS_PER_ADDRESS)}`;
      const socket = net.connect({ host, port, localAddress, noDelay: true });
      sockets.push(socket);
      await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      socket.removeAllListeners('error');
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, CONNECTING_MAX) }, lane));
  return sockets;
}
