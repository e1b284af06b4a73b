/**
 * The ring of a data folder, rotated (ACT-15): a new key in front, the others behind it, and the key of blind indexes
 * written down as an entry of its own. A key that is withdrawn leaves the ring and stays in the file, beside it: nothing
 * that was ever sealed is lost by a command. The file is written whole or not at all.
 */
import { randomBytes } from 'node:crypto';
import { INDEX_KID, parseKeyRing } from '../../runtime/keyring.ts';
import { keepFile, readKept } from './keep-file.ts';
import type { Keys } from './keys.ts';

/** What the file holds once its ring was changed. */
export type RotatedKeys = Keys & {
  /** ISO 8601: who was started before has the ring of before. */
  ringChangedAt?: string;
  /** Keys that were withdrawn, as in a ring; in no process' hands. */
  withdrawnKeys?: string;
};

const secret = (bytes: number) => randomBytes(bytes).toString('base64url');

/** The same ring with a new key in front, and its index key as an entry. */
export function withNewKey(ringText: string, kid = `k${secret(4).replace(/[^A-Za-z0-9]/g, '')}`): string {
  const { keys, index } = parseKeyRing(ringText);
  if (keys.some((key) => key.kid === kid)) throw new Error(`the ring has a key ${kid} already`);
  const others = entriesOf(ringText).filter((entry) => kidOfEntry(entry) !== INDEX_KID);
  const indexEntry = `${INDEX_KID}:${index.export().toString('base64url')}`;
  return [`${kid}:${secret(32)}`, ...others, indexEntry].join(',');
}

/** Throws, in words for the one who typed it, where the ring cannot do without this key. */
export function withoutKey(ringText: string, kid: string): { readonly ring: string; readonly entry: string } {
  const { current, keys } = parseKeyRing(ringText);
  const entries = entriesOf(ringText);
  if (kid === INDEX_KID) throw new Error('the key of the indexes stays: nobody would be found any more');
  if (!keys.some((key) => key.kid === kid)) throw new Error(`the ring has no key ${kid}`);
  if (kid === current.kid) throw new Error(`${kid} is the current key: rotate first`);
  if (!entries.some((entry) => kidOfEntry(entry) === INDEX_KID))
    throw new Error('the indexes still hang on the oldest key: rotate once more first');
  const [entry = ''] = entries.filter((entry) => kidOfEntry(entry) === kid);
  return { ring: entries.filter((other) => other !== entry).join(','), entry };
}

export function rotateFile(file: string, nowIso: string): RotatedKeys {
  const kept = keptKeys(file);
  const rotated = { ...kept, usherKeys: withNewKey(kept.usherKeys), ringChangedAt: nowIso };
  keepFile(file, rotated);
  return rotated;
}

export function withdrawFromFile(file: string, kid: string, nowIso: string): RotatedKeys {
  const kept = keptKeys(file);
  const { ring, entry } = withoutKey(kept.usherKeys, kid);
  const withdrawnKeys = [entry, ...entriesOf(kept.withdrawnKeys ?? '')].join(',');
  const changed = { ...kept, usherKeys: ring, withdrawnKeys, ringChangedAt: nowIso };
  keepFile(file, changed);
  return changed;
}

export function keptKeys(file: string): RotatedKeys {
  const kept = readKept<RotatedKeys>(file);
  if (kept === null) throw new Error(`${file} is not there, or cannot be read: start Usher once`);
  return kept;
}

const entriesOf = (ringText: string): string[] =>
  ringText
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
const kidOfEntry = (entry: string): string => entry.split(':')[0] ?? '';
