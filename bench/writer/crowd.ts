/**
 * The API's part, as lean as can be: it stands for many processes on machines of their own, and here it
 * shares two cores with what it measures. Sends reserves through the stream, keeps a fixed number of them
 * on their way, and reads every answer.
 */
import { Redis } from 'ioredis';
import type { ReserveCommand, WriterAnswer } from '../../domain/writer/command.ts';
import { answersChannel, commandsKey } from '../../redis/keys.ts';

const INSTANCE = 'bench';

export interface Crowd {
  /** Resolves when each of these is granted; rejects where one is refused. */
  sendAll(commands: readonly ReserveCommand[], onTheirWay: number): Promise<void>;
  close(): void;
}

export async function openCrowd(redisUrl: string): Promise<Crowd> {
  const redis = new Redis(redisUrl);
  const ears = new Redis(redisUrl);
  let hear: (answers: WriterAnswer[]) => void = () => {};
  await ears.ssubscribe(answersChannel(INSTANCE));
  ears.on('smessage', (_channel: string, text: string) => hear(JSON.parse(text) as WriterAnswer[]));

  return {
    sendAll: (commands, onTheirWay) =>
      new Promise((resolve, reject) => {
        const texts = commands.map((command) => JSON.stringify({ ...command, replyTo: INSTANCE }));
        const placeOf = new Map(commands.map(({ id }, place) => [id, place]));
        const key = commandsKey(commands[0]?.saleId ?? '');
        let next = 0;
        const send = (places: readonly number[]) => {
          const sending = redis.pipeline();
          for (const place of places) sending.xadd(key, '*', 'command', texts[place] ?? '');
          sending.exec().catch(reject);
        };
        const sendMore = (count: number) => {
          const upTo = Math.min(commands.length, next + count);
          send(Array.from({ length: upTo - next }, (_, i) => next + i));
          next = upTo;
        };
        hear = (answers) => {
          const again: number[] = [];
          let granted = 0;
          for (const answer of answers) {
            const place = placeOf.get(answer.id);
            if (place === undefined) continue;
            if (answer.outcome === 'granted') {
              placeOf.delete(answer.id);
              granted += 1;
            } else if (answer.code === 'busy') {
              again.push(place); // A machine that is busy with something else for seconds: a visitor would ask again.
            } else {
              reject(new Error(`the writer said ${JSON.stringify(answer)}`));
            }
          }
          if (again.length > 0) send(again);
          if (granted > 0 && next < commands.length) sendMore(granted);
          if (placeOf.size === 0) resolve();
        };
        sendMore(onTheirWay);
      }),
    close() {
      redis.disconnect();
      ears.disconnect();
    },
  };
}
