/**
 * The crowd of a measurement, as a process of its own: opens sockets, joins, and counts the answers. It
 * speaks WebSocket by hand, because a full client costs more than the server that is measured, and would
 * hide it.
 *
 * From its parent: {port, path, count, inFlight, answers}. To it: {joined, ms} once everybody has all
 * answers; then it holds the sockets until it is ended.
 */
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';

interface Task {
  readonly port: number;
  readonly path: string;
  readonly count: number;
  readonly inFlight: number;
  /** Messages that make a join complete. */
  readonly answers: number;
}

process.on('message', async (task: Task) => {
  process.send?.({ joined: task.count, ms: await crowd(task) });
});

async function crowd(task: Task): Promise<number> {
  // Secrets are made before the clock starts: only the server is measured.
  const joins = Array.from({ length: task.count }, () => joinFrame());
  const startedAt = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let join = joins[next++]; join; join = joins[next++]) await joinOnce(task, join);
  };
  await Promise.all(Array.from({ length: task.inFlight }, lane));
  return performance.now() - startedAt;
}

function joinOnce({ port, path, answers }: Task, join: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    socket.on('connect', () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
          'Sec-WebSocket-Protocol: usher.v1\r\n\r\n',
      );
    });
    let isOpen = false;
    let rest: Buffer = Buffer.alloc(0);
    let heard = 0;
    socket.on('data', (data) => {
      rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
      if (!isOpen) {
        const end = rest.indexOf('\r\n\r\n');
        if (end < 0) return;
        if (!rest.toString('latin1', 0, 12).endsWith('101')) return reject(new Error(rest.toString()));
        isOpen = true;
        rest = rest.subarray(end + 4);
        socket.write(join);
      }
      for (let size = frameSize(rest); size > 0 && size <= rest.length; size = frameSize(rest)) {
        rest = rest.subarray(size);
        heard += 1;
      }
      if (heard < answers) return;
      resolve();
      rest = Buffer.alloc(0);
      heard = Number.NEGATIVE_INFINITY;
      socket.removeAllListeners('data').resume();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed before its answers')));
  });
}

/** Bytes of the unmasked frame that begins here; 0 while its head has not come. */
function frameSize(bytes: Buffer): number {
  const length = (bytes[1] ?? 0) & 0x7f;
  if (bytes.length < 4) return 0;
  return length === 126 ? 4 + bytes.readUInt16BE(2) : 2 + length;
}

/** A page's first message, masked as a client must. */
function joinFrame(): Buffer {
  const secret = randomBytes(32);
  const secretHash = createHash('sha256').update(secret).digest('base64url');
  const text = Buffer.from(
    JSON.stringify({ type: 'join', secret: secret.toString('base64url'), secretHash }),
  );
  const mask = randomBytes(4);
  const masked = text.map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 0xff]), mask, masked]);
}
