/**
 * What waiting is compared with: a bare `ws` server that answers a join with messages of the same number and size and
 * then sends everybody the same frame each second, as the documentation of `ws` broadcasts. Run as a process of its own;
 * says its port on the first line.
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const answers = JSON.parse(process.argv[2] ?? '[]') as string[];

const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  backlog: 4_096,
  perMessageDeflate: false,
  maxPayload: 8_192,
});
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    JSON.parse(String(data));
    for (const answer of answers) socket.send(answer);
  });
  socket.on('error', () => socket.terminate());
});
server.on('listening', () => console.log((server.address() as AddressInfo).port));

let moved = 100;
setInterval(() => {
  moved += 10;
  const waiting = server.clients.size;
  const frame = JSON.stringify({ type: 'frame', moved, waiting, at: new Date().toISOString() });
  for (const socket of server.clients) socket.send(frame);
}, 1_000);
