/**
 * Who has a ticket (TIC-4): each serial of it was passed on once and by whoever had it, so that the newest has one holder
 * and is the only one that opens a door; what is on offer is offered by its holder, to one receiver.
 */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const ticketsHeld: Invariant = {
  name: 'tickets-held',
  says: 'each serial of a ticket was passed on once, by who had it, and the newest is held by who claimed it last',
  check: ({ db }) =>
    findBySql(db, {
      of: 'tickets',
      checked: sql`select count(*) from ticket`,
      broken: sql`
        with passed as (
          select ticket_id, count(*) as claims, count(distinct from_serial) as serials, max(from_serial) as newest
          from ticket_transfer where state = 'claimed' group by ticket_id
        )
        select format('ticket %s has serial %s, passed on %s times over %s serials, the last from %s', id, serial,
                      coalesce(claims, 0), coalesce(serials, 0), coalesce(newest, 0)) as example
        from ticket left join passed on ticket_id = id
        where (coalesce(claims, 0), coalesce(serials, 0), coalesce(newest, 0))
              is distinct from (serial - 1, serial - 1, serial - 1)
        union all
        select format('ticket %s, serial %s: held by %s, claimed last by %s', ticket.id, serial,
                      coalesce(holder_transfer_id, 'the buyer'), coalesce(claimed.id, 'nobody'))
        from ticket left join ticket_transfer as claimed
          on claimed.ticket_id = ticket.id and claimed.state = 'claimed' and claimed.from_serial = serial - 1
        where holder_transfer_id is distinct from claimed.id
        union all
        select format('transfer %s of ticket %s passes on serial %s of %s, which %s had', given.id, given.ticket_id,
                      given.from_serial, coalesce(given.from_transfer_id, 'the buyer'),
                      coalesce(earlier.id, 'the buyer'))
        from ticket_transfer as given left join ticket_transfer as earlier
          on earlier.ticket_id = given.ticket_id and earlier.state = 'claimed'
             and earlier.from_serial = given.from_serial - 1
        where given.from_transfer_id is distinct from earlier.id
        union all
        select format('ticket %s, serial %s, is on offer %s times, from serial %s on', ticket.id, serial, count(*),
                      min(from_serial))
        from ticket join ticket_transfer as offer on offer.ticket_id = ticket.id and offer.state = 'offered'
        group by ticket.id having count(*) > 1 or min(from_serial) <> serial`,
    }),
};
