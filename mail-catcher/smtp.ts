/** The SMTP side: takes every mail of up to a megabyte, for anybody, and delivers none of it. */
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { Log } from '../runtime/log.ts';
import type { Shelf } from './shelf.ts';

const MAIL_BYTES_MAX = 1_048_576;

export interface Smtp {
  readonly port: number;
  close(): Promise<void>;
}

export async function openSmtp(shelf: Shelf, host: string, port: number, log: Log): Promise<Smtp> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAIL_BYTES_MAX,
    onData: (stream, { envelope }, done) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      const to = envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((raw) => {
          if (stream.sizeExceeded) return done(Object.assign(new Error('too large'), { responseCode: 552 }));
          const id = shelf.add(raw, { from, to });
          log.info({ id, recipients: to.length }, 'mail caught');
          done();
        })
        .catch((fault: unknown) => done(fault instanceof Error ? fault : new Error(String(fault))));
    },
  });
  server.on('error', (err) => log.debug({ err }, 'smtp connection'));
  const bound = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
  return { port: bound, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
