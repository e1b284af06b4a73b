/** Small private files that are never seen half-written: mode 0600, written beside their place and renamed. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export function keepFile(file: string, content: unknown): void {
  const half = `${file}.half`;
  writeFileSync(half, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(half, file);
}

/** What keepFile kept; null where there is nothing, or something that cannot be read. */
export function readKept<Content>(file: string): Content | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}
