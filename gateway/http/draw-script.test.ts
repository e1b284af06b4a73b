/** The script that recomputes a draw, as visitors get it, and that it runs as they got it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { openTestGateway, test } from '../../test/gateway.ts';
import { scratchFolder } from '../../test/scratch.ts';

test('VER-25: the script that recomputes a draw is served from the source, as text, and runs alone', async ({
  stores,
}) => {
  await using gateway = await openTestGateway(stores);
  const address = `${gateway.url}/verify-draw.ts`;
  const response = await fetch(address);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const text = await response.text();
  expect(text).toBe(readFileSync('scripts/verify-draw.ts', 'utf8'));
  const again = await fetch(address, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
  expect([again.status, await again.text()]).toEqual([304, '']);

  const folder = scratchFolder();
  writeFileSync(path.join(folder, 'verify-draw.ts'), text);
  const ran = spawnSync(process.execPath, ['verify-draw.ts', 'none.json'], { cwd: folder, encoding: 'utf8' });
  expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining('none.json')]);
});

test('VER-25: the script is in the image, whose processes run from their sources', () => {
  const left = readFileSync('.dockerignore', 'utf8').split('\n');
  expect(left.filter((line) => /^(\*\*\/)?(\*\.ts|scripts)/.test(line))).toEqual([]);
  expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^COPY \. \.$/m);
});
