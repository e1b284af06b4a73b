/**
 * Usher in the same place: as many visitors with a socket each at a real gateway, a real queue-worker that calls, and
 * everybody who is called claims. A visitor counts as in with the pass, that is after PostgreSQL has committed it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { PrivateUsher } from '../private-usher.ts';
import { closeSale, makeSale, untilOpen } from '../sales.ts';
import { endServer, startGateway } from '../servers.ts';
import type { CrowdTask, FromCrowd, ToCrowd } from '../waiting/protocol.ts';

const IN_FLIGHT = 150;
const SETTLE_MS = 3_000;

export interface WaitingRoom {
  setCapacity(capacity: number): Promise<void>;
  /** Since the last call of it: when each came in, in ms since the epoch. */
  takeAdmissions(): Promise<number[]>;
  stop(): Promise<void>;
}

/** Resolves once everybody stands in line; there is room for one. */
export async function openWaitingRoom(
  usher: PrivateUsher,
  db: Kysely<Database>,
  slug: string,
  count: number,
): Promise<WaitingRoom> {
  const pace = { floorMax: 1, admitPerMinute: 600_000, claimSeconds: 3_600, passMinutes: 60 };
  const { id } = await makeSale(db, slug, { ...pace, units: 40 * count });
  await untilOpen(db);
  const gateway = await startGateway(usher);
  const task: CrowdTask = {
    ...{ port: gateway.port, path: `/ws/line?sale=${slug}`, from: '127.0.1' },
    ...{ inFlight: IN_FLIGHT, claims: true },
  };
  const crowd = fork(fileURLToPath(new URL('../waiting/crowd.ts', import.meta.url)), [JSON.stringify(task)]);
  const ask = async (told: ToCrowd): Promise<FromCrowd> => {
    crowd.send(told);
    const [said] = await once(crowd, 'message');
    return said as FromCrowd;
  };
  await ask({ type: 'open', count, isNear: false });
  await wait(SETTLE_MS);
  await ask({ type: 'admissions' });
  return {
    setCapacity: async (capacity) => {
      // As an operator's change arrives: in PostgreSQL, and from there in the line within a second.
      await db.updateTable('sale').set({ floor_max: capacity }).where('id', '=', id).execute();
    },
    takeAdmissions: async () => {
      const said = await ask({ type: 'admissions' });
      return said.type === 'admissions' ? [...said.atMs] : [];
    },
    stop: async () => {
      await endServer(crowd);
      await endServer(gateway.process);
      await closeSale(db, id);
    },
  };
}
