/**
 * POST /staff/check-in/batch: the scans of a scanner that had no network (DOR-2, DOR-3). Each is a fact of its own with an
 * answer of its own; a batch that was cut off is sent again and changes nothing where it got through. An empty one asks what
 * is new: which of this scanner's entries were second ones, and how many are inside.
 */
import { createRoute, z } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { overtakenScans } from '../../../db/check-ins.ts';
import { doorCounts } from '../../../db/doors.ts';
import { json, jsonBody, refusing } from '../../answers.ts';
import { checkInView, lateCheckInAnswer } from '../../check-in-answer.ts';
import type { Api, Deps } from '../../deps.ts';
import { keepFresh } from '../../fresh.ts';
import { staffWho } from '../../identity.ts';
import { scanTicket } from '../../scan-ticket.ts';
import { id, moment, slug } from '../../shapes.ts';
import { deviceName, doorName, doorOf, shownCode } from './check-in.ts';

/** Each is some eight statements: well within the time of a request, on a machine that sells tickets too. */
const SCANS_MAX = 50;

const body = z.strictObject({
  sale: slug,
  device: deviceName,
  deviceNow: moment.openapi({ description: 'what the scanner’s clock says while it sends this' }),
  scans: z.array(z.strictObject({ id, token: shownCode, door: doorName, scannedAt: moment })).max(SCANS_MAX),
});
const answer = z
  .object({
    items: z.array(lateCheckInAnswer).readonly(),
    overtaken: z
      .array(
        z.object({
          id: z.string(),
          ticketId: z.string(),
          scannedAt: z.string(),
          at: z.string(),
          door: z.string(),
        }),
      )
      .readonly()
      .openapi({ description: 'this scanner let in, and another door had let the same ticket in before' }),
    counts: z.object({ inside: z.int(), awaited: z.int(), void: z.int() }),
    version: z.string().openapi({ description: 'of the list: another one means that the list has changed' }),
  })
  .openapi('CheckInBatch');

export function checkInBatchRoute(app: Api, deps: Deps): void {
  // Every scanner asks each ten seconds, and counting reads all tickets of a sale.
  const counted = keepFresh({
    ...{ read: (saleId: string) => doorCounts(deps.db, saleId), ageMsMax: 1_000, keysMax: 100 },
    clock: deps.clock,
  });
  const route = createRoute({
    method: 'post',
    path: '/api/staff/check-in/batch',
    summary: 'Send what was scanned without a network',
    security: [{ staff: [] }],
    request: { body: jsonBody(body) },
    middleware: staffWho(deps, 'checkIn'),
    responses: {
      200: json(answer, 'What became of each'),
      ...refusing('not_signed_in', 'not_allowed', 'not_found', 'invalid_request'),
    },
  });
  app.openapi(route, async (c) => {
    const { sale, device, deviceNow, scans } = c.req.valid('json');
    const staff = c.get('staff');
    const saleId = await doorOf(deps, staff, sale);
    const behindMs = (await nowMs(deps)) - deviceNow.getTime();
    const items: z.output<typeof answer.shape.items>[number][] = [];
    // The earliest first, each in a transaction of its own: two scanners that send at once lock one ticket at a time.
    for (const scan of scans.toSorted((one, other) => one.scannedAt.getTime() - other.scannedAt.getTime())) {
      const at = new Date(scan.scannedAt.getTime() + behindMs);
      const ask = { id: scan.id, shown: scan.token, door: scan.door, device, at, saleId };
      items.push({ id: scan.id, ...checkInView(await scanTicket(deps, staff, ask)) });
    }
    const { version, ...counts } = await counted.get(saleId);
    const overtaken = (await overtakenScans(deps.db, { saleId, device })).map((scan) => ({
      ...{ id: scan.scanId, ticketId: scan.ticketId, door: scan.door },
      ...{ scannedAt: scan.scannedAt.toISOString(), at: scan.at.toISOString() },
    }));
    return c.json({ items, overtaken, counts, version }, 200);
  });
}

/** PostgreSQL's clock, as all times of a door are. */
async function nowMs({ db }: Pick<Deps, 'db'>): Promise<number> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now.getTime() ?? 0;
}
