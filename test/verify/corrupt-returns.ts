/** Corruptions of goods that come back. */
import type { Corruption } from './corruption.ts';

export const returnsCorruptions: readonly Corruption[] = [
  {
    breaks: 'returns-add-up',
    plants: 'a unit that is asked back after it came back',
    by: [`update order_return set lines = '[{"lineNo":1,"quantity":2}]' where id = 'ret_4'`],
  },
  {
    breaks: 'returns-add-up',
    plants: 'an order that waits for a return that nobody asks for',
    by: [`delete from order_return where id = 'ret_4'`],
  },
  {
    breaks: 'returns-add-up',
    plants: 'an open return of an order that went on',
    by: [`update "order" set state = 'confirmed' where id = 'ord_r1'`],
  },
  {
    breaks: 'returns-add-up',
    plants: 'goods that were taken back by a command that moved nothing',
    by: [`update order_return set command_key = 'return:another' where id = 'ret_2'`],
  },
  {
    breaks: 'no-way-back',
    plants: 'an order that was bought again after it came back',
    by: [
      // Two movements that undo each other: the fold, the stock and the order's own sum stay as they were.
      `insert into ledger values ('sal_4', 9, 2, at(500), 'confirm', 'tier_4', 'ord_r2', 'confirm:again', -1, 0, 1),
         ('sal_4', 10, 2, at(501), 'refund', 'tier_4', 'ord_r2', 'refund:again', 1, 0, -1)`,
      `update writer_lease set ledger_seq = 10 where sale_id = 'sal_4'`,
    ],
  },
];
