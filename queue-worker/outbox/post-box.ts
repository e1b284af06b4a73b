/**
 * Handing a mail to the mail server. Short times throughout: a transaction is open while one is handed over,
 * and a server that has not said yes within HANDOVER_MS_MAX is asked again later, under the same Message-ID.
 *
 * What the server answers is one of three: taken; refused for good, which ends the mail; put off, which says when to try
 * again (MAI-5). No answer at all is a fault.
 */
import { createTransport } from 'nodemailer';
import { mailBytes } from './mail-bytes.ts';

export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  /** Where its reader stops letters of this kind with one click; none where a letter is owed. */
  readonly stopUrl?: string | undefined;
}

export type Handover =
  | { readonly outcome: 'taken' }
  /** Repeating changes nothing (5xx for the address or the mail). */
  | { readonly outcome: 'refused'; readonly answer: string }
  /** The server is there and wants it later (4xx). */
  | { readonly outcome: 'putOff'; readonly answer: string };

export interface PostBox {
  /** Throws where the server did not answer. */
  send(mail: Mail): Promise<Handover>;
  close(): void;
}

/** Signs mails as coming from a domain of ours; the private key as PEM. */
export interface Dkim {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
}

/** Below the 5 s after which PostgreSQL ends a transaction that stands still. */
const HANDOVER_MS_MAX = 4_000;
const CONNECT_MS_MAX = 2_000;
/** None waits for one: two jobs (lanes.ts) hand over three each (hand-over.ts). */
export const CONNECTIONS_MAX = 6;
/** An answer is for staff to read: servers write essays. */
const ANSWER_CHARS_MAX = 300;

export function openPostBox(smtpUrl: string, from: string, dkim?: Dkim): PostBox {
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
    ...(dkim && { dkim }),
  });
  return {
    send: async (mail) => {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), HANDOVER_MS_MAX);
      try {
        const { messageId } = mail; // Or nodemailer draws another one, which nobody sees.
        await transport.sendMail({ ...mailBytes(from, inLines(mail)), messageId, signal: late.signal });
        return { outcome: 'taken' };
      } catch (fault) {
        if (late.signal.aborted) throw new Error('the mail server is too slow');
        const said = answerOf(fault);
        if (!said) throw namingNobody(fault);
        return said;
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => transport.close(),
  };
}

const inLines = ({ to, subject, ...mail }: Mail): Mail => ({
  ...mail,
  to: { name: oneLine(to.name), address: to.address },
  subject: oneLine(subject),
});

/** A name or a title is one line, whatever somebody typed: a header ends where its line does. */
const oneLine = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();

/** Null where the server did not speak of this mail: it was not there, or would not let us in. */
function answerOf(fault: unknown): Exclude<Handover, { outcome: 'taken' }> | null {
  if (!(fault instanceof Error)) return null;
  const {
    code,
    responseCode = 0,
    response = '',
  } = fault as Error & {
    readonly code?: unknown;
    readonly responseCode?: number;
    readonly response?: string;
  };
  const answer = nameless(oneLine(response || fault.message)).slice(0, ANSWER_CHARS_MAX);
  // An address that no mail server could be given.
  if (code === 'EENVELOPE' && responseCode === 0) return { outcome: 'refused', answer };
  if (code === 'EAUTH' || isOfTheServer(responseCode)) return null;
  if (responseCode >= 500 && responseCode <= 599) return { outcome: 'refused', answer };
  return responseCode >= 400 && responseCode <= 499 ? { outcome: 'putOff', answer } : null;
}

/** The fault ends in a log and among what could not be done; the library's own has the address in several fields. */
function namingNobody(fault: unknown): Error {
  const message = fault instanceof Error ? fault.message : String(fault);
  return new Error(nameless(oneLine(message)).slice(0, ANSWER_CHARS_MAX));
}

/** Servers repeat the address they refuse; it is kept sealed at the order and nowhere else. */
const nameless = (answer: string): string => answer.replace(/[^\s<>"']+@[^\s<>"']+/g, '(address)');

/** It does not know what we say, is closing, or wants us to sign in: a setting of ours is wrong, and no address. */
const isOfTheServer = (responseCode: number): boolean =>
  [421, 500, 502, 503, 504].includes(responseCode) || (responseCode >= 530 && responseCode <= 539);
