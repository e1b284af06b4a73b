/** What a scan comes to, as the API tells it. */
import { z } from '@hono/zod-openapi';
import type { CheckIn } from '../db/check-ins.ts';
import type { Scanned } from './scan-ticket.ts';

const time = z.string().openapi({ format: 'date-time' });
export const checkInAnswer = z
  .object({
    result: z.enum(['in', 'already', 'void', 'unknown']),
    at: time.optional().openapi({ description: 'when the ticket was let in' }),
    door: z.string().optional(),
    ticketId: z.string().optional(),
    tierId: z.string().optional(),
    otherSale: z.boolean().optional().openapi({ description: 'a ticket of ours, and not of this sale' }),
  })
  .openapi('CheckIn');
/** A scan of before may turn out to be the earlier one; what a scanner with a network reads is always the latest. */
export const lateCheckInAnswer = checkInAnswer.extend({
  id: z.string(),
  again: z.object({ at: time, door: z.string() }).optional().openapi({
    description: 'this scan was the earlier one, and another door has let the same ticket in as well',
  }),
});

export const checkInView = ({
  said,
  ticketId,
  tierId,
  otherSaleId,
}: Scanned): Omit<z.output<typeof lateCheckInAnswer>, 'id'> => ({
  result: said.result,
  ...('at' in said && placeOf(said)),
  ...('again' in said && said.again && { again: placeOf(said.again) }),
  ...(ticketId !== undefined && { ticketId }),
  ...(tierId !== undefined && { tierId }),
  ...(otherSaleId !== undefined && { otherSale: true }),
});

const placeOf = ({ at, door }: Pick<Extract<CheckIn, { result: 'in' }>, 'at' | 'door'>) => ({
  at: at.toISOString(),
  door,
});
