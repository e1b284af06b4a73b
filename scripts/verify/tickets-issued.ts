/** Rule 12: nobody who paid waits for a ticket. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const ticketsIssued: Invariant = {
  name: 'tickets-issued',
  says: 'no paid order of a sale of tickets is still without them',
  check: ({ db, patienceSeconds }) =>
    findBySql(db, {
      of: 'paid orders',
      checked: sql`select count(*) from "order" where paid_at is not null`,
      broken: sql`
        select format('order %s is paid since %s and has no tickets', "order".id, paid_at) as example
        from "order" join sale on sale.id = sale_id
        where "order".state = 'paid' and fulfilment = 'ticket'
          and paid_at < now() - ${patienceSeconds} * interval '1 second'`,
    }),
};
