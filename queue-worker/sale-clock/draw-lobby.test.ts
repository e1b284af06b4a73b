/** Numbers from a lobby that was read once for the root of its draw: who leaves or comes back meanwhile. */
import { expect } from 'vitest';
import { permutationOf } from '../../domain/permutation.ts';
import { lobbyKey } from '../../redis/keys.ts';
import { leaveLine } from '../../redis/line/leave-line.ts';
import { readStandings } from '../../redis/line/read-standings.ts';
import { restorePlaces } from '../../redis/line/restore-places.ts';
import { drawKeyOf, fullLobby } from '../../test/full-lobby.ts';
import { test } from '../../test/stores.ts';
import { openSale } from './open-sale.ts';
import type { ClockDeps } from './start.ts';

/** A line that runs `act` before the lobby is frozen for the second time: between the root and the numbers. */
function actingBeforeNumbers(
  { redis, line }: Pick<ClockDeps, 'redis' | 'line'>,
  act: () => Promise<unknown>,
) {
  let freeze: unknown = null;
  let hasActed = false;
  const evalsha = async (...args: Parameters<typeof redis.evalsha>) => {
    if (args[0] === freeze && !hasActed) {
      hasActed = true;
      await act();
    }
    freeze ??= args[0];
    return await redis.evalsha(...args);
  };
  const acting = new Proxy(redis, {
    get: (target, name) => (name === 'evalsha' ? evalsha : Reflect.get(target, name, target)),
  });
  return { line: { ...line, redis: acting }, hasActed: () => hasActed };
}

test('LIN-23: who leaves while the root is made gets no number, and whoever comes back meanwhile gets theirs', async ({
  db,
  redis,
}) => {
  for (const comesBack of [false, true]) {
    const { deps, line, saleId, entryIds } = await fullLobby({ db, redis }, 6);
    const [first = '', ...others] = entryIds;
    if (comesBack) await redis.zrem(lobbyKey(saleId), first); // Forgotten.
    const acting = actingBeforeNumbers(deps, () =>
      comesBack
        ? restorePlaces(line, { saleId, places: [{ entryId: first, number: 1, lobby: true }] })
        : leaveLine(line, { saleId, exits: [{ entryId: first, number: 1 }] }),
    );
    await openSale({ ...deps, line: acting.line }, saleId);
    expect(acting.hasActed()).toBe(true);
    const place = permutationOf(await drawKeyOf(db, saleId), 6);
    const { standings } = await readStandings(line, { saleId, entryIds: [first, ...others] });
    const numbers = standings.map(({ number }) => number);
    expect(numbers).toEqual(entryIds.map((_, index) => (index === 0 && !comesBack ? 0 : place(index) + 1)));
  }
});
