/** Rules about the repository itself, checked like any other behaviour. Each test lists who breaks its rule. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const tracked = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).split('\n').filter(existsSync);
const text = new Map(tracked.map((file) => [file, readFileSync(file, 'utf8')]));
const read = (file: string) => text.get(file) ?? '';
const folderOf = (file: string) => file.split('/')[0] ?? '';
const isTest = (file: string) => /\.test\.tsx?$/.test(file) || folderOf(file) === 'test';

const code = tracked.filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const product = code.filter((file) => !isTest(file) && !['scripts', 'bench'].includes(folderOf(file)));
const server = product.filter((file) => folderOf(file) !== 'web-waiting-room' && file.includes('/'));

/** Each folder with those it may import from. Pages take wire types from domain/ and nothing else. */
const layers: Record<string, readonly string[]> = {
  domain: [],
  runtime: ['domain'],
  tokens: ['domain', 'runtime'],
  db: ['domain', 'runtime'],
  payment: ['domain', 'runtime', 'db'],
  redis: ['domain', 'runtime', 'tokens', 'db'],
  ...Object.fromEntries(
    ['gateway', 'api', 'queue-worker', 'sandbox-provider', 'mail-catcher'].map((process) => [
      process,
      ['domain', 'runtime', 'tokens', 'payment', 'db', 'redis'],
    ]),
  ),
  'web-waiting-room': ['domain'],
};

/** Who alone may use what, outside scripts, tests and pages. */
const owners = [
  [/process\.env/, 'runtime/config.ts'],
  [/\bDate\.now\(|new Date\(\)/, 'runtime/clock.ts'],
  [/Math\.random|randomBytes|randomUUID|getRandomValues/, 'runtime/chance.ts'],
] as const;

test('RUN-2: every source file opens by saying what it is for', () => {
  const opensWith = { ts: '/**', tsx: '/**', mjs: '/**', lua: '--', sql: '--' };
  const isMute = (file: string) => {
    const sign = opensWith[file.split('.').pop() as keyof typeof opensWith];
    return (
      sign !== undefined &&
      !read(file)
        .replace(/^#!.*\n/, '')
        .startsWith(sign)
    );
  };
  expect(tracked.filter(isMute)).toEqual([]);
});

/** Code is the formatter's business; it leaves words alone. */
test('RUN-2: a comment fits in 125 columns', () => {
  const isWide = (line: string) =>
    line.length > 125 && /^ *(\/\*\*|\*|\/\/)/.test(line) && !line.includes('://');
  expect(placesOf(code, isWide)).toEqual([]);
});

test('RUN-2: a file stays under 250 lines', () => {
  const isLong = (file: string) => read(file).trimEnd().split('\n').length > 250;
  expect(tracked.filter((file) => /\.(ts|tsx|mjs|lua|css)$/.test(file) && isLong(file))).toEqual([]);
});

test('RUN-2: a file is named for what it does', () => {
  const isVague = (file: string) =>
    /(^|[/-])(utils?|helpers?|common|types|services?|managers?|index)\./.test(file);
  const isLoud = (file: string) => /[A-Z_]/.test(file.split('/').pop() ?? '');
  expect(code.filter((file) => isVague(file) || isLoud(file))).toEqual([]);
});

test('RUN-2: only one module reads the environment, one the clock, one draws chance', () => {
  const breakers = owners.flatMap(([word, owner]) =>
    server
      .filter((file) => file !== owner && word.test(withoutComments(read(file))))
      .map((file) => `${file}: ${word}`),
  );
  expect(breakers).toEqual([]);
});

test('RUN-2: imports go down only, and processes never import one another', () => {
  const breakers = product.flatMap((file) => {
    const allowed = layers[folderOf(file)];
    if (allowed === undefined) return [];
    return ourImports(file)
      .filter((target) => folderOf(target) !== folderOf(file) && !allowed.includes(folderOf(target)))
      .map((target) => `${file} → ${target}`);
  });
  expect(breakers).toEqual([]);
});

test('RUN-2: domain/ reaches for nothing outside itself', () => {
  const isOutside = (line: string) =>
    /^import .*from '(?!\.|node:(crypto|assert))/.test(line) || /\bfetch\(|setTimeout\(/.test(line);
  expect(
    placesOf(
      product.filter((file) => folderOf(file) === 'domain'),
      isOutside,
    ),
  ).toEqual([]);
});

test('RUN-2: exports have names', () => {
  const mayHaveDefault = ['vitest.config.ts', 'web-waiting-room/vite.config.ts', 'test/global-setup.ts'];
  const isDefault = (line: string) => /^export default\b|^export \* from/.test(line);
  expect(
    placesOf(
      code.filter((file) => !mayHaveDefault.includes(file)),
      isDefault,
    ),
  ).toEqual([]);
});

test('RUN-2: nothing is left for later, switched off or hidden from the compiler', () => {
  const words = ['TO' + 'DO', 'FIX' + 'ME', '@ts-' + 'ignore', '@ts-' + 'nocheck'];
  const left = new RegExp(`${words.join('|')}|\\b(it|test|describe)\\.(only|skip|todo)\\b`);
  expect(placesOf(code, (line) => left.test(line))).toEqual([]);
});

test('RUN-2: versions are exact, and the lock file names no download address', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));
  const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)))).toEqual([]);
  expect(read('package-lock.json')).not.toContain('"resolved"');
});

test('RUN-2: every migration has a number of its own', () => {
  // Both have landed, and databases know them by their names.
  const isTwin = (file: string) => file === 'db/migrations/0019_taken_back_by.sql';
  const numbers = tracked.flatMap((file) =>
    isTwin(file) ? [] : (/^db\/migrations\/(\d+)_/.exec(file)?.[1] ?? []),
  );
  expect(numbers.filter((number, index) => numbers.indexOf(number) < index)).toEqual([]);
});

test('RUN-2: a script that a person starts is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = Object.values(scripts).flatMap((line) => /run\.mjs (\S+)/.exec(line)?.[1] ?? []);
  expect(named.filter((name) => !tracked.includes(`scripts/${name}.ts`))).toEqual([]);
});

/** In backticks in what people read: a path, a setting, a number of /metrics. */
test('RUN-2: the documents name only files, settings and metrics that are there', () => {
  const documents = tracked.filter((file) => /^(README\.md|docs\/.*\.md)$/.test(file));
  const folders = new Set(tracked.map(folderOf).filter((folder) => !folder.includes('.')));
  const settings = new Set(read('.env.example').match(/^[A-Z][A-Z0-9_]*(?==)/gm));
  const source = product.map(read).join('\n');
  const isThere = (name: string) => {
    if (/^usher_[a-z_]+$/.test(name)) return source.includes(`'${name}'`);
    if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(name)) return settings.has(name) || source.includes(name);
    const isPath = name.includes('/') && folders.has(folderOf(name)) && !/[\s{}]|NNNN|NAME/.test(name);
    return !isPath || tracked.some((file) => file.startsWith(name) || path.matchesGlob(file, name));
  };
  const namedIn = (file: string) => [...read(file).matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name);
  expect(
    documents.flatMap((file) =>
      namedIn(file)
        .filter((name) => !isThere(name))
        .map((name) => `${file}: ${name}`),
    ),
  ).toEqual([]);
});

function placesOf(files: readonly string[], isBad: (line: string) => boolean): string[] {
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (isBad(line) ? [`${file}:${index + 1}`] : [])),
  );
}

const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');

function ourImports(file: string): string[] {
  const found = read(file).matchAll(/(?:from|import\(|import) ?'(\.[^']+)'/g);
  return [...found].map(([, path = '']) => new URL(path, `file:///${file}`).pathname.slice(1));
}
