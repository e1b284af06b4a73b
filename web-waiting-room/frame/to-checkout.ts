/**
 * The way from the waiting room into the shop. Where the room is shown in a frame of another site, the shop opens in the
 * whole window, by a press of the visitor: a frame holds no shop, and what a browser stores for a frame it keeps apart
 * from the rest. So pass and secret go along behind the #, which is sent to no server, and the checkout takes them out of
 * the address at once.
 */
import { keptLine } from '../browser-storage/kept-line.ts';
import { keepPass, keptPass } from '../browser-storage/kept-pass.ts';
import { serverNowMs } from '../server-clock/server-clock.ts';
import { carried, passIn } from './carried-pass.ts';
import { checkoutAddress } from './page-address.ts';

export const isFramed = (): boolean => window.top !== window;

export function toCheckout(slug: string): void {
  const address = checkoutAddress(slug);
  if (isFramed()) window.open(address + carried(keptPass(slug), keptLine(slug)?.secret), '_top');
  else location.assign(address);
}

/** For the checkout, before it looks whether there is a pass. A link must not take a turn away that is being used. */
export function takePass(slug: string): void {
  const pass = passIn(location.hash);
  if (pass === null) return;
  const known = keptPass(slug);
  if (known === null || Date.parse(known.expiresAt) <= serverNowMs()) keepPass(slug, pass);
  history.replaceState(null, '', location.pathname + location.search);
}
