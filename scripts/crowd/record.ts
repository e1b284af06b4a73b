/** Writes the crowd's record. Readable by its owner alone, like all of .usher/. */
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { RecordHead, RecordLine } from './record-lines.ts';

type Spoken<Line> = Line extends RecordLine ? Omit<Line, 'v' | 'at'> : never;
export type Told = Spoken<RecordLine>;

export interface CrowdRecord {
  write(visitor: number, told: Told): void;
  /** Resolves when everything is on its way to the disk. */
  close(): Promise<void>;
}

export function openRecord(folder: string, head: RecordHead): CrowdRecord {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${head.crowd}-${head.part}.jsonl`);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 });
  stream.write(`${JSON.stringify(head)}\n`);
  return {
    write: (v, told) => void stream.write(`${JSON.stringify({ v, at: Date.now(), ...told })}\n`),
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
