/** The pass that opens a sale's checkout, `usher.pass.SLUG`. Worth nothing without the secret that it is bound to. */
import { forget, keep, keptJson } from './keep.ts';

export interface KeptPass {
  readonly pass: string;
  readonly expiresAt: string;
  /** Where it is not the one that this browser keeps for the line: the pass came from a frame. */
  readonly secret?: string;
}

const keyOf = (slug: string) => `usher.pass.${slug}`;

export function keptPass(slug: string): KeptPass | null {
  const pass = keptJson(keyOf(slug)) as Partial<KeptPass> | null;
  return typeof pass?.pass === 'string' && typeof pass.expiresAt === 'string' ? (pass as KeptPass) : null;
}

export const keepPass = (slug: string, { pass, expiresAt, secret }: KeptPass): void =>
  keep(keyOf(slug), JSON.stringify({ pass, expiresAt, secret }));

export const forgetPass = (slug: string): void => forget(keyOf(slug));
