/** .env.example and the settings that the processes declare are the same list. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { openKeys } from '../scripts/launch/keys.ts';
import { planProcesses } from '../scripts/launch/processes.ts';
import { launcherShape, mistakesOfProcesses, parseLauncherSettings } from '../scripts/launch/settings.ts';
import { scratchFolder } from './scratch.ts';

const lines = readFileSync('.env.example', 'utf8').split('\n');
const listed = lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

/** Read by scripts alone, outside any shape. */
const ofScripts = ['USHER_FOLDER', 'REDIS_SERVER', 'CHROMIUM', 'OWNER_TOTP'];

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
test('RUN-5: copied to .env as it is, it is without mistakes and keeps what npm start settles', async () => {
  const given = parseEnv(readFileSync('.env.example', 'utf8'));
  const settings = parseLauncherSettings(given);
  if (!settings.success) throw new Error(settings.mistakes.join('\n'));
  const keys = openKeys(path.join(scratchFolder(), 'keys.json'));
  const stores = { databaseUrl: 'postgres://usher@127.0.0.1/usher', redisUrl: 'redis://127.0.0.1/0' };
  const addresses = { port: 8080, publicUrl: 'http://127.0.0.1:8080', ...stores, sandboxFolder: '/nowhere' };
  const plans = await planProcesses(settings.settings, keys, addresses, given);
  expect(await mistakesOfProcesses(plans)).toEqual([]);
  expect(plans.find(({ folder }) => folder === 'api')?.env).toMatchObject({
    PAYMENT_PROVIDERS: 'sandbox',
    ALLOW_SANDBOX: 'yes',
    USHER_KEYS: keys.usherKeys,
  });
});

test('RUN-5: compose.yaml sets nothing that no process reads, and starts every process', () => {
  const compose = readFileSync('compose.yaml', 'utf8');
  const set = [...compose.matchAll(/^ +([A-Z][A-Z0-9_]+):/gm)].map(([, name = '']) => name);
  const ofPostgres = /^POSTGRES_(USER|DB|PASSWORD)$/;
  expect(set.filter((name) => !listed.includes(name) && !ofPostgres.test(name))).toEqual([]);
  const started = [...compose.matchAll(/"([\w-]+)\/main\.ts"/g)].map(([, folder]) => folder);
  expect(started.sort()).toEqual(
    globSync('*/main.ts')
      .map((file) => file.split('/')[0])
      .sort(),
  );
});
