/** Rule 10: the same request under the same key was answered word for word the same. */
import { allVisitors, linesOf } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';

export const repeatsAgreed: Invariant = {
  name: 'repeats-agreed',
  says: 'nobody got two different answers to one Idempotency-Key',
  async check({ crowds }) {
    const visitors = allVisitors(crowds);
    const broken = visitors.flatMap((visitor) =>
      linesOf(visitor, 'differing').map(({ first, second }) => `${visitor.name}: ${first} and ${second}`),
    );
    return findingOf('visitors of crowds', visitors.length, broken);
  },
};
