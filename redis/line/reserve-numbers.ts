/**
 * Reserves the next block of numbers: in PostgreSQL first, then in the line (LIN-4). Dying in between leaves a gap in the
 * numbers, which costs nobody anything.
 */
import type { Kysely } from 'kysely';
import { reserveNumberBlock } from '../../db/line-numbers.ts';
import type { Database } from '../../db/schema.ts';
import type { LineHead } from '../../domain/standing.ts';
import type { Line } from '../line.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

const extendNumbers = defineLineScript<{ saleId: string; from: number; to: number }, LineHead>({
  name: 'extend-numbers',
  args: ({ from, to }) => [from, to],
  reply: ([head = '']) => readHead(head),
});

export async function reserveNumbers(line: Line, db: Kysely<Database>, saleId: string): Promise<void> {
  await extendNumbers(line, { saleId, ...(await reserveNumberBlock(db, saleId)) });
}
