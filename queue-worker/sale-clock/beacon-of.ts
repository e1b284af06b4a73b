/** The beacon of the settings: where it is asked, and the chain that must have signed what it says. */
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import { type Beacon, chainNamedIn, openBeacon } from './beacon.ts';

export interface BeaconSettings {
  readonly DRAW_BEACON_URL?: string | undefined;
  readonly DRAW_BEACON_CHAIN?: string | undefined;
}

export function beaconOf(
  settings: BeaconSettings,
  { clock, log }: { readonly clock: Clock; readonly log: Pick<Log, 'warn'> },
): Beacon | undefined {
  const { DRAW_BEACON_URL: url, DRAW_BEACON_CHAIN: named } = settings;
  if (url === undefined) return undefined;
  const chainHash = named ?? chainNamedIn(url);
  if (chainHash === null)
    log.warn({ url }, 'DRAW_BEACON_CHAIN names no chain: whatever this beacon says is believed unsigned');
  return openBeacon({ url, chainHash }, clock);
}
