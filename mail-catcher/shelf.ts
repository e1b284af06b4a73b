/**
 * The caught mails, in memory: the newest MAILS_MAX of them. They are for looking at, and a restart forgets
 * them (MAI-3).
 */
import PostalMime, { type Email } from 'postal-mime';

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
  /** Answers the mail's id. It is taken apart when somebody looks: most never are looked at. */
  add(raw: Buffer, envelope: { from: string; to: readonly string[] }): number;
  /** The newest first. */
  all(): Promise<readonly CaughtMail[]>;
  find(id: number): Promise<CaughtMail | null>;
}

export function openShelf(clock: () => number): Shelf {
  const mails: ShelvedMail[] = [];
  let lastId = 0;
  return {
    add: (raw, { from, to }) => {
      lastId += 1;
      mails.unshift({ id: lastId, at: new Date(clock()).toISOString(), from, to, raw, opened: null });
      mails.splice(MAILS_MAX);
      return lastId;
    },
    all: () => Promise.all(mails.map(open)),
    find: async (id) => {
      const mail = mails.find((known) => known.id === id);
      return mail ? await open(mail) : null;
    },
  };
}

interface ShelvedMail extends Pick<CaughtMail, 'id' | 'at' | 'from' | 'to'> {
  readonly raw: Buffer;
  opened: Promise<CaughtMail> | null;
}

function open(mail: ShelvedMail): Promise<CaughtMail> {
  mail.opened ??= takeApart(mail);
  return mail.opened;
}

async function takeApart({ id, at, from, to, raw }: ShelvedMail): Promise<CaughtMail> {
  // Parts within parts without end: it is shown as it came, and hides no other.
  const parsed: Partial<Email> = await PostalMime.parse(raw).catch(() => ({ text: raw.toString() }));
  return {
    ...{ id, at, from, to },
    subject: parsed.subject ?? '',
    messageId: parsed.messageId ?? null,
    text: inLines(parsed.text),
    html: inLines(parsed.html),
    headers: (parsed.headers ?? []).map(({ key, value }) => ({ key, value })),
  };
}

/** Lines end in one way here, whichever way the mail was coded. */
const inLines = (content: string | undefined): string | null => content?.replaceAll('\r\n', '\n') ?? null;
