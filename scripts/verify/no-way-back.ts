/** Rule 3: an order's movements follow each other as its lifecycle allows; what was refunded or cancelled never returns. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

/** What may follow what, `-` being the beginning. `late` is the one way out of `lapse`: money that came after the hold. */
const steps = [
  '- reserve',
  'reserve confirm',
  'reserve lapse',
  'reserve cancel',
  'lapse late',
  'confirm part_refund',
  'late part_refund',
  'part_refund part_refund',
  'part_refund refund',
  'part_refund return',
  'return return',
  'confirm refund',
  'confirm return',
  'late refund',
  'late return',
];

export const noWayBack: Invariant = {
  name: 'no-way-back',
  says: 'no order comes back from refunded or cancelled; from lapsed only by late money',
  check: ({ db }) =>
    findBySql(db, {
      of: 'movements of orders',
      checked: sql`select count(*) from ledger where order_id is not null`,
      broken: sql`
        with step as (
          select sale_id, order_id, seq, kind,
                 lag(kind, 1, '-') over (partition by order_id, tier_id order by seq) as before
          from ledger where order_id is not null
        )
        select format('order %s: %s after %s at ledger %s of %s', order_id, kind, before, seq, sale_id) as example
        from step where before || ' ' || kind <> all(${steps}::text[])`,
    }),
};
