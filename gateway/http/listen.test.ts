/** Taking connections where many come at once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { listen } from './listen.ts';

test.skipIf(process.platform !== 'linux')(
  'GWY-28: of those who knock at once many are taken in one turn of the loop, and after the end nobody is',
  async () => {
    let inTurn = 0;
    let most = 0;
    let finish = () => {};
    const server = createServer((request, response) => {
      finish = () => response.end('here');
      if (request.url !== '/slow') finish();
    });
    server.on('connection', () => {
      inTurn += 1;
      most = Math.max(most, inTurn);
    });
    const stop = await listen(server, 0, '127.0.0.1');
    const { port } = server.address() as AddressInfo;
    let isOver = false;
    const turn = () => {
      inTurn = 0;
      if (!isOver) setImmediate(turn);
    };
    turn();
    // The kernel has taken all of them before this process looks at any.
    const knocking = Array.from({ length: 64 }, () => connect(port, '127.0.0.1'));
    const answers = knocking.map(async (socket) => {
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
      const [answer] = await once(socket, 'data');
      return String(answer).includes('here');
    });
    expect(await Promise.all(answers)).toEqual(Array(64).fill(true));
    isOver = true;
    expect(most).toBeGreaterThan(8);

    const slow = connect(port, '127.0.0.1');
    slow.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(server, 'request');
    const stopped = stop();
    const late = connect(port, '127.0.0.1');
    await expect(once(late, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    let hasStopped = false;
    void stopped.then(() => {
      hasStopped = true;
    });
    await new Promise((done) => setTimeout(done, 50));
    expect(hasStopped, 'one is still answered').toBe(false);
    finish();
    expect(String(await once(slow, 'data'))).toContain('here');
    for (const socket of [...knocking, slow]) socket.destroy();
    await stopped;
  },
);
