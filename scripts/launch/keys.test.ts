/** The secrets of a data folder. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { keyRingText } from '../../runtime/config.ts';
import { scratchFolder } from '../../test/scratch.ts';
import { openKeys } from './keys.ts';

const newFile = () => path.join(scratchFolder(), 'keys.json');

test('RUN-14: they are made once, at random, and readable by their owner alone', () => {
  const file = newFile();
  const keys = openKeys(file);
  expect(openKeys(file)).toEqual(keys);
  expect(openKeys(newFile())).not.toMatchObject({ ownerPassword: keys.ownerPassword });
  expect(new Set(Object.values(keys)).size).toBe(Object.keys(keys).length);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(keyRingText.safeParse(keys.usherKeys).success).toBe(true);
});

test('RUN-14: a secret that a newer version adds leaves the others as they are', () => {
  const file = newFile();
  const { redisPassword, ...older } = openKeys(file);
  writeFileSync(file, JSON.stringify(older));
  const keys = openKeys(file);
  expect(keys).toMatchObject(older);
  expect(keys.redisPassword).not.toBe(redisPassword);
  expect(openKeys(file)).toEqual(keys);
});

test('RUN-11: a damaged file is not replaced: the data would be worth nothing', () => {
  const file = newFile();
  writeFileSync(file, '{"usherKeys":');
  expect(() => openKeys(file)).toThrow('npm run reset');
  expect(readFileSync(file, 'utf8')).toBe('{"usherKeys":');
});
