/**
 * The bank's memory on disk: one JSON line an entry, only ever appended. What `flushed` has waited for is on
 * the disk and comes back after any crash. Entries that come together share one fsync; a note waits for company.
 *
 * A death in the middle of a write leaves a line without an end. Nobody was told of it, so the next start
 * cuts it off. Rewriting goes into a file beside it that takes its name when it is whole on the disk: a death before that
 * leaves the old one as it was.
 */
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

export interface Journal<Entry> {
  /** What earlier runs wrote, oldest first. */
  readonly past: readonly Entry[];
  append(entry: Entry): void;
  /** For what may be lost in a crash: goes with the next entry, and by itself after a second. */
  note(entry: Entry): void;
  /** Replaces all that was written by what `entries` says when its turn has come. It must say all that still counts. */
  rewrite(entries: () => readonly Entry[]): void;
  /** Settles once everything appended so far is on the disk. */
  flushed(): Promise<void>;
  close(): Promise<void>;
}

const NOTE_MS = 1_000;

/** `onFault` hears that the disk refused: from then on memory and file differ, and the process must end. */
export async function openJournal<Entry>(
  file: string,
  parse: (line: unknown) => Entry,
  onFault: (fault: unknown) => void,
): Promise<Journal<Entry>> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const past = await readWholeLines(file);
  let handle = await open(file, 'a', 0o600);

  let waiting: string[] = [];
  let writing = Promise.resolve();
  /** A write is on its way to its turn, and will take all that waits by then. */
  let isDue = false;
  let noted: NodeJS.Timeout | null = null;

  const wait = (entry: Entry) => void waiting.push(`${JSON.stringify(entry)}\n`);

  function begin(): void {
    if (isDue) return;
    isDue = true;
    writing = writing.then(write);
    writing.catch(onFault);
  }

  async function write() {
    isDue = false;
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return;
    await handle.appendFile(lines.join(''));
    await handle.datasync();
  }

  async function replace(entries: () => readonly Entry[]) {
    // In one breath: what waits is among the entries, and what comes from now on is not.
    waiting = [];
    const lines = linesOf(entries());
    const next = `${file}.next`;
    const fresh = await open(next, 'w', 0o600);
    await fresh.writeFile(lines);
    await fresh.datasync();
    await fresh.close();
    await rename(next, file);
    await syncFolder(path.dirname(file));
    await handle.close();
    handle = await open(file, 'a', 0o600);
  }

  return {
    past: past.map((line) => parse(JSON.parse(line))),
    append: (entry) => {
      wait(entry);
      begin();
    },
    note: (entry) => {
      wait(entry);
      noted ??= setTimeout(() => {
        noted = null;
        begin();
      }, NOTE_MS);
    },
    rewrite: (entries) => {
      writing = writing.then(() => replace(entries));
      writing.catch(onFault);
    },
    flushed: () => writing,
    close: async () => {
      if (noted) clearTimeout(noted);
      begin();
      await writing;
      await handle.close();
    },
  };
}

async function readWholeLines(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fault;
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) {
    const handle = await open(file, 'r+');
    await handle.truncate(Buffer.byteLength(whole));
    await handle.datasync();
    await handle.close();
  }
  return whole.split('\n').filter((line) => line !== '');
}

const linesOf = (entries: readonly unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** A rename is on the disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
