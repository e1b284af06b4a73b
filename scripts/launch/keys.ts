/**
 * The secrets of a data folder: made once, at random, and the same at every later start, or receipts would be
 * worth nothing.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { keepFile, readKept } from './keep-file.ts';

export type Keys = {
  usherKeys: string;
  ownerEmail: string;
  ownerPassword: string;
  sandboxSecret: string;
  postgresPassword: string;
  redisPassword: string;
};

const secret = (bytes = 24) => randomBytes(bytes).toString('base64url');

export function openKeys(file: string): Keys {
  const kept = readKept<Partial<Keys>>(file);
  if (kept === null && existsSync(file)) {
    throw new Error(
      `${file} cannot be read, and without it the data is worth nothing: \`npm run reset\` forgets both`,
    );
  }
  const keys: Keys = {
    usherKeys: `${secret(4)}:${secret(32)}`,
    ownerEmail: 'owner@usher.localhost',
    ownerPassword: secret(12),
    sandboxSecret: secret(),
    postgresPassword: secret(),
    redisPassword: secret(),
    ...kept,
  };
  if (kept === null || Object.keys(kept).length < Object.keys(keys).length) keepFile(file, keys);
  return keys;
}
