/** The pass that opens a sale's checkout, `usher.pass.SLUG`. Worth nothing without the secret of the line. */
import { forget, keep, keptJson } from './keep.ts';

export interface KeptPass {
  readonly pass: string;
  readonly expiresAt: string;
}

const keyOf = (slug: string) => `usher.pass.${slug}`;

export function keptPass(slug: string): KeptPass | null {
  const pass = keptJson(keyOf(slug)) as Partial<KeptPass> | null;
  return typeof pass?.pass === 'string' && typeof pass.expiresAt === 'string' ? (pass as KeptPass) : null;
}

export const keepPass = (slug: string, { pass, expiresAt }: KeptPass): void =>
  keep(keyOf(slug), JSON.stringify({ pass, expiresAt }));

export const forgetPass = (slug: string): void => forget(keyOf(slug));
