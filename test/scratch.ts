/** A folder of a test's own, gone when the test ends. Other accounts may enter: PostgreSQL does not run as root. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export function scratchFolder(): string {
  const folder = newScratchFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** For a whole file; whoever makes it removes it. */
export function newScratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'usher-scratch-'));
  chmodSync(folder, 0o755);
  return folder;
}
