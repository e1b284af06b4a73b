/** Corruptions of parts that went back, and of points. */
import type { Corruption } from './corruption.ts';

export const pointsCorruptions: readonly Corruption[] = [
  {
    breaks: 'parts-add-up',
    plants: 'a part whose money nobody asked for',
    by: [`update refund set key = 'another' where id = 'rfd_1'`],
  },
  {
    breaks: 'parts-add-up',
    plants: 'a decision about a unit more than went back',
    by: [`update part_refund set lines = '[{"lineNo":1,"quantity":2}]'`],
  },
  {
    breaks: 'parts-add-up',
    plants: 'a unit that stays with its buyer and was counted as one that came back',
    by: [`update part_refund set units_stay = true`],
  },
  {
    breaks: 'parts-add-up',
    plants: 'a part that was paid for below its share, although nobody else had given money back',
    by: [
      `update part_refund set amount = 9000 where order_id = 'ord_p1'`,
      `update refund set amount = 9000 where id = 'rfd_1'`,
      `update "order" set refunded_amount = 9000 where id = 'ord_p1'`,
      `update payment set refund_asked = 9000, refunded_amount = 9000 where id = 'pay_p1'`,
    ],
  },
  {
    breaks: 'stock-in-orders',
    plants: 'a unit that went back in a part and is still sold',
    by: [
      `update tier set available = available - 1, sold = sold + 1 where id = 'tier_3'`,
      // Two entries of other orders keep the fold and each order's own sum as they were.
      `insert into ledger values ('sal_3', 7, 2, at(700), 'capacity', 'tier_3', null, 'adjust:x', -1, 0, 1)`,
      `update writer_lease set ledger_seq = 7 where sale_id = 'sal_3'`,
    ],
  },
  {
    breaks: 'points-fold',
    plants: 'a balance of more than its entries',
    by: [`update points_account set balance = balance + 1`],
  },
  {
    breaks: 'points-fold',
    plants: 'a spending below nothing',
    by: [
      `alter table points_entry drop constraint points_entry_check1`,
      `update points_entry set amount = 400, balance_after = 400 where key = 'earn:an older order'`,
      `update points_entry set balance_after = balance_after - 9600 where key <> 'earn:an older order'`,
      `update points_account set balance = balance - 9600`,
    ],
  },
  {
    breaks: 'points-in-orders',
    plants: 'points of a lapsed order that nobody gave back',
    by: [`update points_entry set order_id = null where key = 'giveBack:ord_p2:2'`],
  },
  {
    breaks: 'points-in-orders',
    plants: 'points that are held for nothing',
    by: [`update points_hold set state = 'held', touched_at = at(0) where command_id = 'cmd_p3'`],
  },
];
