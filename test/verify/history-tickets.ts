/**
 * Tickets that changed hands, in which all is well: one went from its buyer over a friend to a third, one is on offer right
 * now, one offer was taken back, and one was void before its receiver came.
 */
export const ticketsStatements: readonly string[] = [
  `insert into ticket_transfer (id, ticket_id, from_serial, from_transfer_id, state, receiver_sealed, language, offered_at, settled_at) values
   ('tra_1', 'tic_ord_11', 1, null, 'claimed', 'x', 'en', at(100), at(110)),
   ('tra_2', 'tic_ord_11', 2, 'tra_1', 'withdrawn', 'x', 'en', at(120), at(130)),
   ('tra_3', 'tic_ord_11', 2, 'tra_1', 'claimed', 'x', 'ko', at(140), at(150)),
   ('tra_4', 'tic_ord_21', 1, null, 'offered', 'x', 'en', at(800), null),
   ('tra_5', 'tic_ord_31', 1, null, 'offered', 'x', 'en', at(80), null)`,
  `update ticket set serial = 3, holder_transfer_id = 'tra_3' where id = 'tic_ord_11'`,
];
