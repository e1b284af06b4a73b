/**
 * The caught mails, in memory: the newest MAILS_MAX of them. They are for looking at, and a restart forgets
 * them (MAI-3).
 */
import PostalMime from 'postal-mime';

export interface CaughtMail {
  /** 1, 2, 3 … in the order of arrival. */
  readonly id: number;
  readonly at: string;
  readonly from: string;
  /** Whom the sender named to the server, which is who would have got it. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string | null;
  readonly text: string | null;
  readonly html: string | null;
  /** The names of its headers, in lower case, with their values. */
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

const MAILS_MAX = 500;

export interface Shelf {
  add(raw: Buffer, envelope: { from: string; to: readonly string[] }): Promise<CaughtMail>;
  /** The newest first. */
  all(): readonly CaughtMail[];
  find(id: number): CaughtMail | null;
}

export function openShelf(clock: () => number): Shelf {
  const mails: CaughtMail[] = [];
  let lastId = 0;
  return {
    add: async (raw, { from, to }) => {
      const parsed = await PostalMime.parse(raw);
      lastId += 1;
      const mail = {
        id: lastId,
        at: new Date(clock()).toISOString(),
        from,
        to,
        subject: parsed.subject ?? '',
        messageId: parsed.messageId ?? null,
        text: inLines(parsed.text),
        html: inLines(parsed.html),
        headers: parsed.headers.map(({ key, value }) => ({ key, value })),
      };
      mails.unshift(mail);
      mails.splice(MAILS_MAX);
      return mail;
    },
    all: () => mails,
    find: (id) => mails.find((mail) => mail.id === id) ?? null,
  };
}

/** Lines end in one way here, whichever way the mail was coded. */
const inLines = (content: string | undefined): string | null => content?.replaceAll('\r\n', '\n') ?? null;
