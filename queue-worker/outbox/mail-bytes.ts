/**
 * A mail as the bytes that the mail server gets: headers, then two parts that say the same, as base64. They are made in one
 * piece: a stream for each part, and a write to the server for each piece of it, would be most of what sending costs.
 *
 * How names, titles and addresses of any language are written is nodemailer's to know (MAI-7).
 */
import MimeNode from 'nodemailer/lib/mime-node';
import type { Mail } from './post-box.ts';

export interface MailBytes {
  /** Whom the server is told to take it from and bring it to. */
  readonly envelope: { readonly from: string | false; readonly to: string[] };
  readonly raw: Buffer;
}

/** Base64 has no hyphen, so that no line of a part can be taken for its end. */
const BOUNDARY = 'the-same-in-another-form';
const LINE_CHARACTERS = /.{76}/g;

/** `to.name` and `subject` are one line each. */
export function mailBytes(from: string, { to, subject, text, html, messageId, stopUrl }: Mail): MailBytes {
  const head = new MimeNode(`multipart/alternative; boundary="${BOUNDARY}"`, { baseBoundary: BOUNDARY });
  head.setHeader({ from, to, subject, 'message-id': messageId, ...(stopUrl && stopHeaders(stopUrl)) });
  const parts = [part('text/plain', text), part('text/html', html)];
  const raw = Buffer.from(`${head.buildHeaders()}\r\n\r\n${parts.join('')}--${BOUNDARY}--\r\n`);
  return { envelope: head.getEnvelope(), raw };
}

/** RFC 8058: mail programs show a button of their own, and POST. */
const stopHeaders = (stopUrl: string) => ({
  'list-unsubscribe': { prepared: true, foldLines: true, value: `<${stopUrl}>` },
  'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
});

function part(type: string, content: string): string {
  const coded = Buffer.from(content.replaceAll(/\r?\n/g, '\r\n')).toString('base64');
  const lines = coded.replaceAll(LINE_CHARACTERS, '$&\r\n');
  return [
    `--${BOUNDARY}`,
    `Content-Type: ${type}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    `${lines}\r\n`,
  ].join('\r\n');
}
