/** This browser as a scanner: a name that means nothing elsewhere, the same each time. */
import { keep, kept } from '../browser-storage/keep.ts';

const key = 'usher.door.device';

export function deviceName(): string {
  const known = kept(key);
  if (known !== null) return known;
  const made = `scanner-${crypto.randomUUID().slice(0, 8)}`;
  keep(key, made);
  return made;
}
