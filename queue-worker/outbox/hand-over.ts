/**
 * Handing over the mails of a job, AT_ONCE together. A transaction is open meanwhile, and PostgreSQL ends one that stands
 * still for five seconds, with all that was taken in it: no mail is begun later than BEGIN_MS_MAX, and those left go with
 * the next transaction.
 */
import type { Handover, Mail, PostBox } from './post-box.ts';

export type Answer =
  | Handover
  /** The server said nothing about this mail. */
  | { readonly outcome: 'silent'; readonly fault: unknown }
  /** There was no time for it. */
  | { readonly outcome: 'left' };

/** Few: mail servers allow one sender a handful of connections, and two jobs run at once (lanes.ts). */
export const AT_ONCE = 3;
/** With the time that the post box has for a mail (HANDOVER_MS_MAX) clearly less than the five seconds. */
const BEGIN_MS_MAX = 300;

/** What was said of each of these, by its id. Throws nothing: a mail that is not answered keeps no other back. */
export async function handOver(
  postBox: PostBox,
  mails: ReadonlyMap<number, Mail>,
): Promise<ReadonlyMap<number, Answer>> {
  const answers = new Map<number, Answer>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
  }, BEGIN_MS_MAX);
  const next = mails.entries();
  const handOverNext = async () => {
    for (const [id, mail] of next)
      answers.set(id, isLate ? { outcome: 'left' } : await answerTo(postBox, mail));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, handOverNext));
  clearTimeout(timer);
  return answers;
}

const answerTo = (postBox: PostBox, mail: Mail): Promise<Answer> =>
  postBox.send(mail).catch((fault: unknown) => ({ outcome: 'silent', fault }));
