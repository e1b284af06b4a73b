/**
 * The way from the API to a sale's writer: one stream a sale, one entry a reserve.
 *
 * An entry may be lost with Redis, or arrive twice: the visitor repeats a reserve under its id, and an id has one answer
 * and one effect (WRT-5). The writer removes what it has answered, so what stands in the stream is still open.
 */
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { ReserveCommand } from '../domain/writer/command.ts';
import { commandsKey } from './keys.ts';

export type { ReserveCommand } from '../domain/writer/command.ts';

/**
 * Entries kept while nobody writes: more than a writer decides in the five seconds after which an entry is stale, and
 * some 100 MB. Beyond it the oldest go; whoever waits for them is told `busy` all the same.
 */
const STREAM_ENTRIES_MAX = 100_000;

/** Rejects when Redis is away: the caller answers `busy`. */
export async function sendReserve(redis: Redis, command: ReserveCommand): Promise<void> {
  await redis.xadd(
    commandsKey(command.saleId),
    'MAXLEN',
    '~',
    STREAM_ENTRIES_MAX,
    '*',
    'command',
    JSON.stringify(command),
  );
}

const reserveSchema = z.strictObject({
  id: z.string().min(1),
  bodyHash: z.string(),
  saleId: z.string(),
  orderId: z.string().min(1),
  admissionId: z.string().nullable(),
  visitorId: z.string().min(1),
  accountId: z.string().nullable(),
  emailIndex: z.string().min(1),
  contactSealed: z.string(),
  addressSealed: z.string().nullable(),
  lines: z.array(z.strictObject({ tierId: z.string(), quantity: z.int().min(1) })).min(1),
  points: z.int().min(0).optional(),
  leastToPay: z.int().min(0).optional(),
  replyTo: z.string(),
});

/** An entry of the stream. `command` is null where the entry is not one of ours: it is removed without an answer. */
export interface StreamEntry {
  readonly entryId: string;
  /** When Redis took it, on Redis' clock: the first half of the entry's id. */
  readonly takenAtMs: number;
  readonly command: ReserveCommand | null;
}

export function readEntry([entryId, fields]: [string, string[]]): StreamEntry {
  return {
    entryId,
    takenAtMs: Number(entryId.slice(0, entryId.indexOf('-'))),
    command: parseCommand(fields[1]),
  };
}

function parseCommand(text: string | undefined): ReserveCommand | null {
  try {
    const parsed = reserveSchema.safeParse(JSON.parse(text ?? ''));
    return parsed.success ? parsed.data : null;
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}
