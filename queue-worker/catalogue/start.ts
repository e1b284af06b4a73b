/** The keeper of the projection, five rounds a second; of several queue-workers one does the work (CAT-12). */
import { repeat } from '../../runtime/repeat.ts';
import type { Deps, Running } from '../deps.ts';
import { ProductKeeper } from './keep-products.ts';

/** The mark lasts for several of them: one that comes late costs nothing. */
const ROUND_MS = 200;

export function startCatalogue(deps: Pick<Deps, 'db' | 'redis' | 'name' | 'log'>): Running {
  const keeper = new ProductKeeper(deps);
  const rounds = repeat('catalogue', ROUND_MS, () => keeper.round(), deps.log);
  return {
    stop: async () => {
      await rounds.stop();
      keeper.close();
    },
  };
}
