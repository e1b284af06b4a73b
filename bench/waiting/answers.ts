/** What a gateway answers a join with: the messages whose sizes the bare server repeats. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { WebSocket } from 'ws';
import type { Database } from '../../db/schema.ts';
import type { PrivateUsher } from '../private-usher.ts';
import { closeSale, makeSale, untilOpen } from '../sales.ts';
import { endServer, startGateway } from '../servers.ts';

const ANSWERS = 2;
const TRIES_MAX = 20;

export async function answersOf(usher: PrivateUsher, db: Kysely<Database>): Promise<string[]> {
  const { id, slug } = await makeSale(db, 'answers', { floorMax: 1, admitPerMinute: 1 });
  await untilOpen(db);
  const { process: gateway, port } = await startGateway(usher);
  try {
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/line?sale=${slug}`, ['usher.v1']);
      const heard: string[] = [];
      socket.on('message', (data) => heard.push(String(data)));
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'join', secretHash: 'x'.repeat(43) }));
      await wait(500);
      socket.terminate();
      const answers = heard.filter((text) => /^\{"type":"(place|sale)"/.test(text)).slice(0, ANSWERS);
      if (answers.length === ANSWERS) return answers;
    }
    throw new Error('the gateway does not answer a join with a place and the sale');
  } finally {
    await endServer(gateway);
    await closeSale(db, id);
  }
}
