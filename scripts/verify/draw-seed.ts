/** Rule 6: the seed of the draw is the one whose hash was published. */
import { sql } from 'kysely';
import { findBySql, type Invariant } from './invariant.ts';

export const drawSeed: Invariant = {
  name: 'draw-seed',
  says: 'the seed of a draw has the hash that was published before it',
  check: ({ db }) =>
    findBySql(db, {
      of: 'sales',
      checked: sql`select count(*) from sale`,
      broken: sql`
        select format('sale %s: the published hash is %s', id, draw_seed_hash) as example
        from sale
        where draw_seed !~ '^([0-9a-f]{2})+$'
           or encode(sha256(decode(draw_seed, 'hex')), 'hex') <> draw_seed_hash`,
    }),
};
