/**
 * The place that this browser keeps for a sale, `usher.line.SLUG`: receipt, secret and the best position shown.
 * All tabs of the browser share it, so that they are one visitor; losing it costs the place, so it is written at once.
 */
import { base64url, isSecret } from '../visitor-secret/hash-secret.ts';
import { forget, keep, keptJson } from './keep.ts';

export interface KeptLine {
  readonly secret: string;
  /** Of the secret; left out until it was computed. */
  readonly secretHash?: string;
  readonly receipt?: string;
  /** The best position this place was ever shown at, and where it began. */
  readonly best?: BestPlace;
}

export interface BestPlace {
  readonly number: number | null;
  readonly ahead: number;
  readonly aheadAtJoin: number;
  /** Left out in the ordinary line: each lane counts its own people. */
  readonly lane?: 'priority' | 'slow';
}

const keyOf = (slug: string) => `usher.line.${slug}`;
export const isLineOf = (slug: string, storageKey: string | null): boolean => storageKey === keyOf(slug);

export function keptLine(slug: string): KeptLine | null {
  const line = keptJson(keyOf(slug)) as Partial<KeptLine> | null;
  return isSecret(line?.secret) ? (line as KeptLine) : null;
}

/** The kept line, or a new one with a secret of its own. Read back, so that two tabs opened at once agree. */
export function lineToKeep(slug: string): KeptLine {
  const known = keptLine(slug);
  if (known) return known;
  const made: KeptLine = { secret: base64url(crypto.getRandomValues(new Uint8Array(32))) };
  keepLine(slug, made);
  return keptLine(slug) ?? made;
}

export const keepLine = (slug: string, line: KeptLine): void => keep(keyOf(slug), JSON.stringify(line));

/** The same visitor. */
export const withoutPlace = ({ secret, secretHash }: KeptLine): KeptLine => ({
  secret,
  ...(secretHash && { secretHash }),
});

export const forgetLine = (slug: string): void => forget(keyOf(slug));
