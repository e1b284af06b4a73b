/** Corruptions of tickets, and of passing them on. */
import { type Corruption, drop } from './corruption.ts';

export const ticketsCorruptions: readonly Corruption[] = [
  {
    breaks: 'tickets-per-unit',
    plants: 'a unit that was kept and whose ticket opens no door',
    by: [`update ticket set state = 'void' where id = 'tic_ord_11'`],
  },
  {
    breaks: 'tickets-per-unit',
    plants: 'a second ticket of one unit',
    by: [
      ...drop('ticket', 'ticket_order_id_line_no_unit_no_key'),
      `insert into ticket (id, sale_id, order_id, line_no, unit_no, tier_id, state)
       select 'tic_again', sale_id, order_id, line_no, unit_no, tier_id, 'void' from ticket where id = 'tic_ord_21'`,
    ],
  },
  {
    breaks: 'tickets-per-unit',
    plants: 'a ticket of a unit that the order does not have',
    by: [`update ticket set unit_no = 2 where id = 'tic_ord_21'`],
  },
  {
    breaks: 'tickets-per-unit',
    plants: 'a ticket of a part that was given back and still opens a door',
    by: [`update ticket set state = 'valid' where id = 'tic_p2'`],
  },
  {
    breaks: 'tickets-held',
    plants: 'a ticket that was claimed and is still its giver’s',
    by: [`update ticket set serial = 2, holder_transfer_id = 'tra_1' where id = 'tic_ord_11'`],
  },
  {
    breaks: 'tickets-held',
    plants: 'a serial that nobody was given',
    by: [`update ticket set serial = 4 where id = 'tic_ord_11'`],
  },
  {
    breaks: 'tickets-held',
    plants: 'a serial that two receivers claimed',
    by: [
      'drop index ticket_transfer_claimed',
      `update ticket_transfer set state = 'claimed' where id = 'tra_2'`,
    ],
  },
  {
    breaks: 'tickets-held',
    plants: 'a ticket that was passed on by who no longer had it',
    by: [
      ...drop('ticket_transfer', 'ticket_transfer_check1'),
      `update ticket_transfer set from_transfer_id = null where id = 'tra_3'`,
    ],
  },
  {
    breaks: 'tickets-held',
    plants: 'a ticket on offer to two',
    by: [
      'drop index ticket_transfer_open',
      `insert into ticket_transfer (id, ticket_id, from_serial, state, receiver_sealed, language)
       values ('tra_9', 'tic_ord_21', 1, 'offered', 'x', 'en')`,
    ],
  },
];
