/** Small private files that are never seen half-written: mode 0600, written beside their place and renamed. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export function keepFile(file: string, content: unknown): void {
  const half = `${file}.half`;
  writeFileSync(half, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(half, file);
}

/** What keepFile kept, or null. */
export function readKept<Content>(file: string): Content | null {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
