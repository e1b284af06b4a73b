/**
 * Sending the mails of a job, each once (MAI-1). Their rows in `mail_sent` are written first and committed after the mail
 * server said yes: a second job for the same mail waits for them and then finds them. Only a death between that yes and
 * the commit sends mails again, and then under the same Message-ID, so that mail programs show each once.
 *
 * All that a job sends shares its statements: a crowd is written to in the minute in which it pays. What was not taken has
 * its row in `mail_sent` taken back, and bounces, waits or is tried again by itself once the others are kept (MAI-5).
 */
import { hash } from 'node:crypto';
import { type OpenMail, openMails, takeBackMailsSent, writeMailsSent } from '../../db/mail.ts';
import { markOutboxDone } from '../../db/outbox.ts';
import { bounce, putOff } from './end-mail.ts';
import { type Answer, handOver } from './hand-over.ts';
import { writerOf } from './letters.ts';
import { NotDone } from './not-done.ts';
import type { OutboxDeps } from './outbox-deps.ts';
import type { Mail } from './post-box.ts';

interface Written {
  readonly row: OpenMail;
  readonly messageId: string;
  /** Null: there is nothing to say any more, and the row is done. */
  readonly mail: Mail | null;
}

type Faults = Map<number, unknown>;

/** Throws NotDone for those that nobody could write or that the server did not answer; the others are done, or wait. */
export async function sendMails(deps: OutboxDeps, outboxIds: readonly number[]): Promise<void> {
  const faults: Faults = new Map();
  let left = await write(deps, await openMails(deps.db, outboxIds), faults);
  while (left.length > 0) left = await sendTogether(deps, left, faults);
  if (faults.size > 0) throw new NotDone(faults);
}

/** One after another: some kinds ask PostgreSQL for more, and a job takes one connection at a time. */
async function write(deps: OutboxDeps, rows: readonly OpenMail[], faults: Faults): Promise<Written[]> {
  const written: Written[] = [];
  for (const row of rows.filter(({ isWaiting }) => !isWaiting)) {
    try {
      const letter = await writerOf(row)(deps, row);
      const messageId = messageIdOf(row.key, deps.publicUrl);
      written.push({ row, messageId, mail: letter && { ...letter, messageId } });
    } catch (fault) {
      faults.set(row.id, fault);
    }
  }
  return written;
}

/** Answers those for which there was no time. */
async function sendTogether(
  deps: OutboxDeps,
  written: readonly Written[],
  faults: Faults,
): Promise<Written[]> {
  const answers = await handOverOnce(deps, written);
  for (const one of written) {
    try {
      await follow(deps, one, answers.get(one.row.id));
    } catch (fault) {
      faults.set(one.row.id, fault);
    }
  }
  return written.filter(({ row }) => answers.get(row.id)?.outcome === 'left');
}

/** What the server said of each that was not sent before. */
async function handOverOnce(
  { db, postBox }: OutboxDeps,
  written: readonly Written[],
): Promise<ReadonlyMap<number, Answer>> {
  const mails = new Map(written.flatMap(({ row, mail }) => (mail ? [[row.id, mail]] : [])));
  return await db.transaction().execute(async (trx) => {
    const unsent = await writeMailsSent(trx, mails);
    const answers = await handOver(postBox, new Map([...mails].filter(([id]) => unsent.has(id))));
    const isOpen = (id: number) => (answers.get(id)?.outcome ?? 'taken') !== 'taken';
    const ids = written.map(({ row }) => row.id);
    await takeBackMailsSent(trx, ids.filter(isOpen));
    await markOutboxDone(
      trx,
      ids.filter((id) => !isOpen(id)),
    );
    return answers;
  });
}

async function follow(
  deps: OutboxDeps,
  { row, messageId }: Written,
  said: Answer | undefined,
): Promise<void> {
  if (said?.outcome === 'silent') throw said.fault;
  if (said?.outcome === 'refused') await bounce(deps, { row, messageId, answer: said.answer });
  if (said?.outcome === 'putOff') await putOff(deps, { row, messageId, answer: said.answer });
}

/** Named by the row's key, which says what the mail is about and is the same after any crash. */
const messageIdOf = (key: string, publicUrl: string): string =>
  `<${hash('sha256', key, 'hex').slice(0, 32)}@${new URL(publicUrl).hostname}>`;
