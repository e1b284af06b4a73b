/**
 * "Check my place" in a real browser, against a draw that was really made: the right place is confirmed, and each thing that
 * is not true is said plainly, in both languages, on a phone, without a barrier that axe finds (VER-24). Between the two
 * stands a gateway that tells what the test wants; the proof itself is the API's.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { drawKeyOf } from '../../domain/draw-key.ts';
import type { PlaceProof } from '../../domain/draw-proof.ts';
import { permutationOf } from '../../domain/permutation.ts';
import { type TestStores, test } from '../api.ts';
import { openTestBeacon } from '../beacon.ts';
import { lobbyOf } from '../drawn-lobby.ts';
import { launchBrowser, newSurfer } from './chromium.ts';
import { type FakeLine, openFakeLine } from './fake-line.ts';
import { place, saleNews, saleView } from './line-states.ts';
import { picture } from './picture.ts';
import { expectSound } from './sound.ts';

const INDEX = 5;
const patience = { timeout: 10_000 };
const other = 'ab'.repeat(32);
let line: FakeLine;
let browser: Browser;
beforeAll(async () => {
  line = await openFakeLine();
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await line?.close();
});

async function drawnPlace(stores: TestStores) {
  const beacon = await openTestBeacon();
  beacon.hurry = 2;
  const { open, ask, entryIds } = await lobbyOf(stores, 40, beacon);
  await open();
  const proof = (await ask(`?index=${INDEX}`)).body as PlaceProof;
  const neighbour = (await ask(`?index=${INDEX + 1}`)).body as PlaceProof;
  return { proof, neighbour, entryId: entryIds[INDEX - 1] ?? '' };
}

/** One in forty draws gives by another beacon the very same number, and then there is nothing to find fault with. */
async function tellingPlace(stores: TestStores) {
  for (;;) {
    const drawn = await drawnPlace(stores);
    const { seed = '', root, size, number } = drawn.proof;
    const numberBy = (beacon: string) =>
      permutationOf(drawKeyOf({ seed, root: root ?? '', beacon }), size ?? 0)(INDEX - 1) + 1;
    if (!['none', '', other].map(numberBy).includes(number ?? 0)) return drawn;
  }
}

interface Asking {
  readonly language?: BrowserContextOptions;
  readonly told: PlaceProof;
  readonly entryId: string;
}

/** The dialog, open, of a page that heard of the draw while it waited. `answer` is what the API says from now on. */
async function openCheck({ told, entryId, language = {} }: Asking) {
  const { page, context, complaints } = await newSurfer(browser, { reducedMotion: 'reduce', ...language });
  onTestFinished(() => context.close());
  const receipt = `kid.${Buffer.from(JSON.stringify({ e: entryId })).toString('base64url')}.sig`;
  const { seedHash, root, size, number } = told;
  const draw = { seedHash, root: root ?? '', size: size ?? 0, beacon: 'mixed', isRevealed: true } as const;
  const mine = place({ receipt, lobbyIndex: INDEX, ...(number !== undefined && { number }) });
  line.sales.set('form', { sale: saleView('form'), onJoin: () => [saleNews({ draw }), mine] });
  let answer: { status: number; json: unknown } = { status: 200, json: told };
  await page.route(`**/api/sales/form/proof?index=${INDEX}`, (route) => route.fulfill(answer));
  await page.goto(`${line.url}/sales/form/line`);
  await page
    .getByRole('button', { name: /^(Check my place|내 순서 확인하기|순서 확인하기)$/ })
    .first()
    .click(patience);
  const check = page.locator('.check-place');
  return {
    page,
    complaints,
    says: async (json: unknown, status = 200): Promise<string> => {
      answer = { status, json };
      await check.getByRole('button').click(patience);
      await check.locator('[role=status]').getByText(/\S/).first().waitFor(patience);
      await expect.poll(() => check.getByRole('button').innerText(), patience).not.toMatch(/…$/);
      return await check.locator('[role=status]').innerText();
    },
  };
}

/** Runs in the page: what is seen at the middle of this box is the verdict. */
const isOnTop = `(box) => document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('.check-place') !== null`;

async function expectGood(page: Page, name: string): Promise<void> {
  await picture(page, name);
  await expectSound(page);
}

test('VER-24, PAG-40: in a real browser the true place is confirmed step by step, without a barrier', async ({
  stores,
}) => {
  const { proof, entryId } = await drawnPlace(stores);
  const { page, says, complaints } = await openCheck({ told: proof, entryId });
  const said = await says(proof);
  expect(said).toContain(`Index ${INDEX} of the list is yours.`);
  expect(said).toContain(`computes number ${proof.number}: the one you have`);
  expect(said).toContain('Your place is what the draw says.');
  expect(said).not.toMatch(/Not right|Open/);
  const verdict = page.getByText('Your place is what the draw says.');
  const box = await verdict.boundingBox();
  // On a phone what was found is in sight, without scrolling.
  expect(box?.y).toBeGreaterThan(0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(844);
  expect(await page.evaluate(`(${isOnTop})(${JSON.stringify(box)})`)).toBe(true);
  await expectGood(page, 'check-place-right');
  expect(complaints).toEqual([]);
}, 120_000);

test('VER-24: whatever is not true is refused plainly: another list, another seed, another number, somebody else', async ({
  stores,
}) => {
  const { proof, neighbour, entryId } = await tellingPlace(stores);
  const { page, says, complaints } = await openCheck({ told: proof, entryId });
  const lies: [string, object, RegExp][] = [
    ['another entry at the index', { entry: neighbour.entry }, /Index 5 of the list is not yours/],
    [
      'a way that leads elsewhere',
      { siblings: [other, ...proof.siblings.slice(1)] },
      /not lead to the fingerprint/,
    ],
    ['a way of another index', { siblings: neighbour.siblings }, /not lead to the fingerprint/],
    ['a way that was cut short', { siblings: proof.siblings.slice(1) }, /not lead to the fingerprint/],
    ['a list that was made later', { root: other }, /not lead to the fingerprint/],
    ['another seed', { seed: other }, /not the one whose fingerprint was published beforehand/],
    [
      'a seed that suits its hash',
      { seed: neighbour.seed, seedHash: other },
      /not the one whose fingerprint/,
    ],
    ['another beacon', { beacon: { ...proof.beacon, randomness: other } }, /not the one you were told/],
    ['a beacon left out', { beacon: { state: 'none' } }, /not the one you were told/],
  ];
  for (const [what, lie, words] of lies) {
    const said = await says({ ...proof, ...lie });
    expect([what, said]).toEqual([what, expect.stringMatching(words)]);
    expect(said).toContain('Something does not fit. Keep this page and ask the organiser.');
    expect(said).not.toContain('Your place is what the draw says.');
  }
  await expectGood(page, 'check-place-wrong');
  expect(await says({ code: 'busy' }, 503)).toBe('The proof could not be fetched. Try again in a moment.');
  expect(await says(proof)).toContain('Your place is what the draw says.');
  expect(complaints).toEqual([]);
}, 120_000);

test('VER-24, PAG-40: in Korean, on a narrow phone and in the dark, it says the same', async ({ stores }) => {
  const { proof, entryId } = await drawnPlace(stores);
  const language = { locale: 'ko-KR', viewport: { width: 320, height: 640 }, colorScheme: 'dark' } as const;
  const { page, says } = await openCheck({ told: proof, entryId, language });
  expect(await says(proof)).toContain('순서가 추첨 결과와 같아요.');
  await expectGood(page, 'check-place-ko');
  expect(await says({ ...proof, seed: other })).toContain('주최 측에 문의해 주세요');
  await expectGood(page, 'check-place-ko-wrong');
}, 120_000);
