/** Rule 6: who came before the opening was called by the number that the published draw gives their lobby index. */
import { allVisitors, linesOf } from './crowd-history.ts';
import { findingOf, type Invariant } from './invariant.ts';
import { draws, firstCalls } from './line-history.ts';

export const drawPlaces: Invariant = {
  name: 'draw-places',
  says: 'everybody from the lobby has the number that the draw gives their index',
  async check({ db, crowds }) {
    const [calls, drawn] = [await firstCalls(db), await draws(db)];
    let checked = 0;
    const broken: string[] = [];
    const numbers = new Map(
      [...calls].flatMap(([saleId, list]) =>
        list.map((call) => [`${saleId} ${call.visitorId}`, call.number]),
      ),
    );
    for (const visitor of allVisitors(crowds)) {
      const lobby = linesOf(visitor, 'place').find((place) => place.lobby);
      const due = lobby && drawn.get(visitor.saleId)?.(lobby.number);
      if (lobby === undefined || typeof due !== 'number') continue;
      checked += 1;
      const called = numbers.get(`${visitor.saleId} ${visitor.entryId}`);
      const told = linesOf(visitor, 'place').find((place) => !place.lobby)?.number;
      if ((called ?? due) !== due || (told ?? due) !== due)
        broken.push(
          `${visitor.name} had index ${lobby.number}, so number ${due}; called as ${called}, told ${told}`,
        );
    }
    return findingOf('visitors from a lobby', checked, broken);
  },
};
