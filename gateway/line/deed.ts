/**
 * A deed: what somebody who has joined may do, beyond claiming and leaving. It is one function for the socket and for
 * HTTP, which both have made sure before that the visitor holds the place (GWY-4).
 */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Chance } from '../../runtime/chance.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { KeyRing } from '../../runtime/keyring.ts';
import type { Log } from '../../runtime/log.ts';
import type { Access } from '../access/access.ts';
import type { Measures } from '../measures.ts';
import type { Hall } from './hall.ts';
import type { Reading } from './hall-batches.ts';

export interface DeedDeps {
  readonly db: Kysely<Database>;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly access: Access;
  readonly measures: Measures;
}

/** Who does it: an entry that may have no place, as in a sale that is sold out. */
export interface Seat {
  readonly entryId: string;
  readonly secretHash: string | null;
}

/** Where the visitor stands afterwards. Whoever else is connected for the entry has heard of it through the hall. */
export interface DeedDone extends Reading {
  /** An address was put to the place; nothing else about it has changed. */
  readonly reminded?: true;
}

/** Throws `Refused`; what is refused has changed nothing. */
export type Deed<Message> = (deps: DeedDeps, hall: Hall, seat: Seat, message: Message) => Promise<DeedDone>;
