/**
 * What the gateway is compared with: a bare `ws` server that answers a join with messages of the same
 * number and size, and does nothing else. Run as a process of its own; says its port on the first line. Its
 * sockets get frames as the gateway's do, so that both sides hold what a socket that is written to holds.
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const answers = JSON.parse(process.argv[2] ?? '[]') as string[];
const frame = JSON.stringify({ type: 'frame', moved: 0, waiting: 0, at: new Date().toISOString() });

const server = new WebSocketServer({
  port: 0,
  host: '127.0.0.1',
  perMessageDeflate: false,
  maxPayload: 8_192,
});
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    JSON.parse(String(data));
    for (const answer of answers) socket.send(answer);
  });
});
server.on('listening', () => console.log((server.address() as AddressInfo).port));
setInterval(() => {
  for (const socket of server.clients) socket.send(frame);
}, 1_000);
