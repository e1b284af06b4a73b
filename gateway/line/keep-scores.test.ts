/** The way of the counts from the halls of all gateways into one sum. */
import { expect } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { insertSale } from '../../test/line.ts';
import { test, testLog } from '../../test/stores.ts';
import { keepScores } from './keep-scores.ts';
import { PolledPromises } from './polled-promises.ts';
import { Promises } from './promises.ts';

const hallOf = (id: string, promised: number, held: number) => {
  const promises = new Promises(new PolledPromises());
  if (promised > 0) promises.putBack({ promised, held });
  return { sale: { id }, promises };
};

test('ETA-1: the counts of all gateways are added, each once; what PostgreSQL did not take is added later', async ({
  db,
}) => {
  const [one, other, none] = [await insertSale(db), await insertSale(db), await insertSale(db)];
  const here = [hallOf(one, 3, 2), hallOf(other, 5, 5), hallOf(none, 0, 0)];
  const there = [hallOf(one, 4, 1)];
  const away = openDatabase('postgres://nobody@127.0.0.1:1/nothing', testLog);
  await expect(keepScores(away, here)).rejects.toThrow();
  await away.destroy();
  await Promise.all([keepScores(db, here), keepScores(db, there)]);
  await Promise.all([keepScores(db, here), keepScores(db, there)]);
  const scores = await db.selectFrom('eta_score').selectAll().orderBy('promised').execute();
  expect(scores).toEqual([
    { sale_id: other, promised: 5, held: 5 },
    { sale_id: one, promised: 7, held: 3 },
  ]);
});
