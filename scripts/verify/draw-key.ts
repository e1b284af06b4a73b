/** Rule 6: what places are computed from is the hash of seed, root and beacon, and of nothing else (VER-23). */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const drawKey: Invariant = {
  name: 'draw-key',
  says: 'the key of a draw is made of its seed, its root and its beacon, which is there exactly where it was mixed in',
  check: ({ db }) =>
    findBySql(db, {
      of: 'draws',
      checked: sql`select count(*) from sale where draw_key is not null`,
      // domain/draw-key.ts says the same in its own words.
      broken: sql`
        select format('sale %s: key %s, beacon %s (%s)', id, draw_key, draw_beacon, draw_beacon_state) as example
        from sale
        where draw_key is not null
          and (draw_key <> encode(sha256(convert_to(
                 format('usher draw 1|%s|%s|%s', draw_seed, draw_root, coalesce(draw_beacon, 'none')), 'UTF8')), 'hex')
               or (draw_beacon_state = 'mixed') <> (draw_beacon is not null)
               or draw_beacon_state = 'awaited')`,
    }),
};
