/** The mail catcher as a running value: SMTP in, HTTP out. main.ts and the tests open it alike. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Clock } from '../runtime/clock.ts';
import { systemClock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { mailPages } from './pages.ts';
import { openSamples, takeSamples } from './samples.ts';
import { openShelf, type Shelf } from './shelf.ts';
import { openSmtp } from './smtp.ts';

export interface MailCatcher {
  readonly shelf: Shelf;
  readonly smtpUrl: string;
  readonly url: string;
  close(): Promise<void>;
}

export interface MailCatcherOptions {
  readonly host?: string;
  /** 0 = any free one. */
  readonly smtpPort: number;
  readonly httpPort: number;
  readonly log: Log;
  readonly clock?: Clock;
}

export async function openMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { host = '127.0.0.1', smtpPort, httpPort, log, clock = systemClock } = options;
  const shelf = openShelf(clock);
  const samples = openSamples();
  const app = new Hono().route('/samples', takeSamples(samples)).route('/', mailPages(shelf, samples));
  const smtp = await openSmtp(shelf, host, smtpPort, log);
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve, reject) => {
      const server = serve({ fetch: app.fetch, hostname: host, port: httpPort }, (address) =>
        resolve({ server, port: address.port }),
      );
      server.once('error', reject);
    },
  );
  return {
    shelf,
    smtpUrl: `smtp://${host}:${smtp.port}`,
    url: `http://${host}:${port}`,
    close: async () => {
      await smtp.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
    },
  };
}
