/**
 * HTTP/1.1 answers by hand, for the crowds of measurements: only what the servers measured here send, which is a body of
 * a known length or in chunks, or none.
 */

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Where it names one. */
  readonly etag?: string;
}

export interface ReadAnswer extends Answer {
  /** The server closes the connection after this one. */
  readonly isLast: boolean;
}

/** The one answer that `bytes` holds; null while it has not come whole. */
export function answerIn(bytes: Buffer): ReadAnswer | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const asSent = bytes.toString('latin1', 0, headEnd);
  const head = asSent.toLowerCase();
  const status = Number(head.slice(9, 12));
  const etag = /\r\netag: *(\S+)/i.exec(asSent)?.[1];
  const known = {
    status,
    isLast: head.includes('\r\nconnection: close'),
    ...(etag !== undefined && { etag }),
  };
  const start = headEnd + 4;
  if (status === 204 || status === 304) return { ...known, body: '' };
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return bytes.length < end ? null : { ...known, body: bytes.toString('utf8', start, end) };
  }
  if (!/\r\ntransfer-encoding: *chunked/.test(head)) throw new Error(`an answer without a length: ${head}`);
  const body = chunksIn(bytes, start);
  return body === null ? null : { ...known, body };
}

function chunksIn(bytes: Buffer, start: number): string | null {
  const chunks: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const from = lineEnd + 2;
    if (bytes.length < from + size + 2) return null;
    if (size === 0) return Buffer.concat(chunks).toString();
    chunks.push(bytes.subarray(from, from + size));
    at = from + size + 2;
  }
}
