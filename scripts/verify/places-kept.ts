/** Rule 13: whatever broke, a visitor's receipts name one place; from the lobby it becomes a number once. */
import { allVisitors, linesOf } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';

export const placesKept: Invariant = {
  name: 'places-kept',
  says: 'nobody who stayed was given another place',
  async check({ crowds }) {
    const visitors = allVisitors(crowds).filter((visitor) => linesOf(visitor, 'place').length > 0);
    const broken = visitors.flatMap((visitor) => {
      const places = linesOf(visitor, 'place').map(
        (p) => `${p.lobby ? 'lobby index' : 'number'} ${p.number}`,
      );
      const indexes = new Set(places.filter((place) => place.startsWith('lobby')));
      const numbers = new Set(places.filter((place) => place.startsWith('number')));
      const isMoved = indexes.size > 1 || numbers.size > 1;
      return isMoved ? [`${visitor.name}: ${[...indexes, ...numbers].join(', then ')}`] : [];
    });
    return findingOf('visitors of crowds', visitors.length, broken);
  },
};
