/** How a pass travels behind the # of an address (RCH-6), where it is sent to no server. */
import type { KeptPass } from '../browser-storage/kept-pass.ts';

/** `#pass=…&expires=…&secret=…` */
export function carried(pass: KeptPass | null, secret: string | undefined): string {
  if (pass === null) return '';
  const { pass: text, expiresAt } = pass;
  return `#${new URLSearchParams({ pass: text, expires: expiresAt, ...(secret !== undefined && { secret }) })}`;
}

/** What `carried` put behind the #; null for anything else that may stand there. */
export function passIn(hash: string): KeptPass | null {
  const said = new URLSearchParams(hash.slice(1));
  const [pass, expiresAt, secret] = ['pass', 'expires', 'secret'].map((name) => said.get(name));
  if (!pass || !expiresAt || Number.isNaN(Date.parse(expiresAt))) return null;
  return { pass, expiresAt, ...(secret && { secret }) };
}
