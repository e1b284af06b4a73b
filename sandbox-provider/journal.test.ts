/** The bank's memory on disk, over restarts and torn writes. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from './journal.ts';

const open = (file: string) =>
  openJournal<number>(file, Number, (fault) => expect.unreachable(String(fault)));

function newFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'made', 'on the way', 'book.jsonl');
}

test('SBX-4: what was flushed comes back in its order', async () => {
  const file = newFile();
  const journal = await open(file);
  for (let entry = 0; entry < 100; entry += 1) {
    journal.append(entry);
    if (entry % 7 === 0) await journal.flushed();
  }
  await journal.flushed();
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(101);
  await journal.close();
  const again = await open(file);
  expect(again.past).toEqual(Array.from({ length: 100 }, (_, entry) => entry));
  await again.close();
});

test('SBX-4: a note goes with the next entry, or by itself after a while, and at the end', async () => {
  const file = newFile();
  const lines = () => readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  const journal = await open(file);
  journal.note(1);
  await journal.flushed();
  expect(lines()).toEqual([]);
  journal.append(2);
  journal.note(3);
  await journal.flushed();
  expect(lines()).toEqual([1, 2, 3]);
  journal.note(4);
  await expect.poll(lines, { timeout: 5_000 }).toEqual([1, 2, 3, 4]);
  journal.note(5);
  await journal.close();
  expect(lines()).toEqual([1, 2, 3, 4, 5]);
});

test('SBX-4: a line that a death cut in half is cut off, and the next one stands whole', async () => {
  const file = newFile();
  const first = await open(file);
  first.append(1);
  await first.close();
  appendFileSync(file, '2'); // No end of line: nobody was told of it.
  const second = await open(file);
  expect(second.past).toEqual([1]);
  second.append(3);
  await second.close();
  const third = await open(file);
  expect(third.past).toEqual([1, 3]);
  await third.close();
});

test('SBX-10: a journal that is written anew holds what counts, whatever comes meanwhile', async () => {
  const file = newFile();
  const journal = await open(file);
  const counts: number[] = [];
  const add = (entry: number) => {
    counts.push(entry);
    journal.append(entry);
  };
  for (let entry = 0; entry < 50; entry += 1) add(entry);
  journal.rewrite(() => {
    counts.splice(0, 40);
    return [...counts];
  });
  // Some are appended before the rewriting begins, some while it runs, some after it.
  for (let entry = 50; entry < 80; entry += 1) {
    add(entry);
    if (entry % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await journal.close();
  const again = await open(file);
  expect(again.past).toEqual(counts);
  expect(counts).toHaveLength(40);
  await again.close();
});
