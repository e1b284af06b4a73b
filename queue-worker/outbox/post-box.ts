/**
 * Handing a mail to the mail server. Short times throughout: a transaction is open while one is handed over,
 * and a server that has not said yes within HANDOVER_MS_MAX is asked again later, under the same Message-ID.
 */
import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
}

export interface PostBox {
  /** `refused`: the server will never take this one (5xx for the address). Throws where it did not answer. */
  send(mail: Mail): Promise<'taken' | 'refused'>;
  close(): void;
}

/** Below the 5 s after which PostgreSQL ends a transaction that stands still. */
const HANDOVER_MS_MAX = 4_000;
const CONNECT_MS_MAX = 2_000;
/** As many as the lane hands over at once. */
const CONNECTIONS_MAX = 4;

export function openPostBox(smtpUrl: string, from: string): PostBox {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS_MAX,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    socketTimeout: HANDOVER_MS_MAX,
    // Nothing in a mail of ours comes from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, ...mail }) => {
      const handover = transport.sendMail({ from, to, ...mail });
      const tooLate = AbortSignal.timeout(HANDOVER_MS_MAX);
      try {
        await Promise.race([handover, rejectOn(tooLate)]);
        return 'taken';
      } catch (fault) {
        if (isForGood(fault)) return 'refused';
        throw fault;
      } finally {
        handover.catch(() => {}); // Lost the race: the next attempt tells.
      }
    },
    close: () => transport.close(),
  };
}

const rejectOn = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('the mail server is too slow')), { once: true });
  });

/** A reply of 550 to 559: the mailbox or the message is refused, and asking again changes nothing. */
function isForGood(fault: unknown): boolean {
  const code = fault instanceof Error && 'responseCode' in fault ? Number(fault.responseCode) : 0;
  return code >= 550 && code <= 559;
}
