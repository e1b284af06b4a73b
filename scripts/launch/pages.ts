/**
 * Builds the pages when their sources are not those of the last build (by content: a fresh clone's times say
 * nothing). Built beside its place and moved when whole; killed half-way, the next command builds again.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { checkout } from './folder.ts';

const folder = path.join(checkout, 'web-waiting-room');
const built = path.join(folder, 'dist');
const mark = path.join(built, '.sources');

/** Answers whether it had to build. */
export async function buildPages(say: (line: string) => void): Promise<boolean> {
  if (!existsSync(path.join(folder, 'vite.config.ts'))) return false;
  const sources = digestOfSources();
  if (isBuiltFrom(sources)) return false;
  say('Building the pages …');
  const half = path.join(folder, `dist.making-${process.pid}`);
  const { build } = await import('vite');
  try {
    await build({
      root: folder,
      configFile: path.join(folder, 'vite.config.ts'),
      logLevel: 'error',
      build: { outDir: half, emptyOutDir: true },
    });
    mkdirSync(half, { recursive: true });
    writeFileSync(path.join(half, '.sources'), sources);
    putInPlace(half, sources);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return true;
}

/** Two commands may build at once; whichever comes second finds the same pages there, and leaves them. */
function putInPlace(half: string, sources: string): void {
  for (let triesLeft = 5; !isBuiltFrom(sources); triesLeft -= 1) {
    rmSync(built, { recursive: true, force: true });
    try {
      renameSync(half, built);
    } catch (fault) {
      if (triesLeft === 0) throw fault;
    }
  }
}

const isBuiltFrom = (sources: string): boolean => existsSync(mark) && readFileSync(mark, 'utf8') === sources;

function digestOfSources(): string {
  const patterns = ['web-waiting-room/**/*', 'domain/**/*.ts', 'package-lock.json'];
  const files = globSync(patterns, {
    cwd: checkout,
    exclude: (name) => /(^|\/)(dist(\.making-\d+)?|node_modules)(\/|$)|\.test\.tsx?$/.test(name),
  });
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const whole = path.join(checkout, file);
    if (statSync(whole).isFile()) hash.update(`${file}\0`).update(readFileSync(whole)).update('\0');
  }
  return hash.digest('hex');
}
