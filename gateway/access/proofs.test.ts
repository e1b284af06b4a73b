/** Challenges and their solutions: for one visitor, unchanged, once, in time. */
import { expect } from 'vitest';
import { CHALLENGE_MS } from '../../domain/limits.ts';
import { openBudgets } from '../../redis/budgets.ts';
import { systemChance } from '../../runtime/chance.ts';
import { systemClock } from '../../runtime/clock.ts';
import { parseKeyRing } from '../../runtime/keyring.ts';
import { solveCheck } from '../../test/solve-check.ts';
import { newEntryId, newKeys, test } from '../../test/stores.ts';
import { openProofs } from './proofs.ts';

const easy = { steps: 4 };
const parsed = (proof: string) => JSON.parse(Buffer.from(proof, 'base64').toString('utf8'));
const packed = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString('base64');

test('ACC-13: a solution is for whom it was asked of, once, and the same one may show it again', async ({
  redis,
}) => {
  const budgets = openBudgets(redis);
  const deps = { ring: parseKeyRing(newKeys()), clock: systemClock, chance: systemChance, budgets };
  const proofs = openProofs(deps);
  const purpose = `check|sal_1|${newEntryId()}`;
  const proof = await solveCheck(await proofs.challenge(purpose, easy));
  expect(await proofs.isSolved(proof, 'check|sal_1|another', 'me')).toBe(false);
  expect(await proofs.isSolved(proof, 'check|sal_2', 'me')).toBe(false);
  expect(await proofs.isSolved(proof, purpose, 'me')).toBe(true);
  expect(await proofs.isSolved(proof, purpose, 'me')).toBe(true);
  expect(await proofs.isSolved(proof, purpose, 'somebody else')).toBe(false);
});

test('ACC-13: a changed, unsolved, foreign or malformed one is none', async ({ redis }) => {
  const budgets = openBudgets(redis);
  const deps = { clock: systemClock, chance: systemChance, budgets };
  const proofs = openProofs({ ...deps, ring: parseKeyRing(newKeys()) });
  const others = openProofs({ ...deps, ring: parseKeyRing(newKeys()) });
  const challenge = await proofs.challenge('me', easy);
  const proof = await solveCheck(challenge);
  const { challenge: asked, solution } = parsed(proof);
  const easier = { ...asked, parameters: { ...asked.parameters, cost: 1 } };
  const forOther = {
    ...asked,
    parameters: { ...asked.parameters, data: { ...asked.parameters.data, for: 'x' } },
  };
  const later = { ...asked, parameters: { ...asked.parameters, expiresAt: asked.parameters.expiresAt + 9 } };
  const bad = [
    packed({ challenge: asked, solution: { ...solution, derivedKey: '00'.repeat(32) } }),
    packed({ challenge: easier, solution }),
    packed({ challenge: later, solution }),
    packed({ challenge: asked }),
    packed({ ...parsed(proof), more: 1 }),
    packed(null),
    '',
    'not base64 at all',
    packed('x'.repeat(100)),
  ];
  for (const text of bad) expect(await proofs.isSolved(text, 'me', 'me'), text).toBe(false);
  expect(await proofs.isSolved(packed({ challenge: forOther, solution }), 'x', 'me')).toBe(false);
  expect(await proofs.isSolved(await solveCheck(await others.challenge('me', easy)), 'me', 'me')).toBe(false);
  // The control: untouched, it is taken.
  expect(await proofs.isSolved(proof, 'me', 'me')).toBe(true);
});

test('ACC-13: a challenge ends, and its work is at least half of what was set', async ({ redis }) => {
  const deps = { ring: parseKeyRing(newKeys()), chance: systemChance, budgets: openBudgets(redis) };
  const now = openProofs({ ...deps, clock: systemClock });
  const longAgo = openProofs({ ...deps, clock: () => systemClock() - CHALLENGE_MS - 2_000 });
  const proof = await solveCheck(await longAgo.challenge('me', easy));
  expect(await now.isSolved(proof, 'me', 'me')).toBe(false);
  for (const steps of [4, 40]) {
    const { solution } = parsed(await solveCheck(await now.challenge('me', { steps })));
    expect(solution.counter).toBeGreaterThanOrEqual(steps / 2);
    expect(solution.counter).toBeLessThanOrEqual(steps);
  }
});

test('ACC-13: a key that has left the ring takes its challenges along; an older one still counts', async ({
  redis,
}) => {
  const [older, newer] = [newKeys('older'), newKeys('newer')];
  const deps = { clock: systemClock, chance: systemChance, budgets: openBudgets(redis) };
  const before = openProofs({ ...deps, ring: parseKeyRing(older) });
  const rotated = openProofs({ ...deps, ring: parseKeyRing(`${newer},${older}`) });
  const withdrawn = openProofs({ ...deps, ring: parseKeyRing(newer) });
  const proof = await solveCheck(await before.challenge('me', easy));
  expect(await withdrawn.isSolved(proof, 'me', 'me')).toBe(false);
  expect(await rotated.isSolved(proof, 'me', 'me')).toBe(true);
});
