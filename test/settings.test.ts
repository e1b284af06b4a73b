/** .env.example and the settings that the processes declare are the same list. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { launcherShape } from '../scripts/launch/settings.ts';

const lines = readFileSync('.env.example', 'utf8').split('\n');
const listed = lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

/** Read by scripts alone, outside any shape. */
const ofScripts = ['USHER_FOLDER', 'REDIS_SERVER', 'CHROMIUM'];

async function declared() {
  const files = globSync('*/config.ts', { exclude: ['runtime/**'] });
  const shapes = await Promise.all(
    files.map(async (file) => {
      const { settingsShape } = (await import(`../${file}`)) as { settingsShape?: object };
      expect(settingsShape, `${file} exports settingsShape`).toBeDefined();
      return settingsShape ?? {};
    }),
  );
  return new Set([...shapes, launcherShape].flatMap((shape) => Object.keys(shape)).concat(ofScripts));
}

test('RUN-5: every setting is in .env.example, and nothing else is', async () => {
  expect([...listed].sort()).toEqual([...(await declared())].sort());
});

test('RUN-5: no setting is listed twice', () => {
  expect(listed.filter((name, index) => listed.indexOf(name) !== index)).toEqual([]);
});
