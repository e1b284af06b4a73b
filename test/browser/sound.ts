/**
 * What every page must be, whoever looks at it: without a barrier that axe finds, and no wider than its window. Axe runs in
 * the page itself, once it is there; a blank page for each look, as its own driver opens one, takes ten times as long.
 */
import axe, { type ElementContext, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The rules that are broken, each with the HTML of what breaks it. What stands in frames is not looked into. */
export async function barriersOf(
  page: Page,
  context: ElementContext = 'html',
  options: RunOptions = {},
): Promise<unknown[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source);
  const asked = JSON.stringify({ ...options, resultTypes: ['violations'] });
  // A colour on its way from one to another is neither.
  await page.evaluate(`Promise.allSettled(document.getAnimations()
    .filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime < Infinity)
    .map(({ finished }) => finished))`);
  return await page.evaluate(`axe
    .run(${JSON.stringify(context)}, ${asked})
    .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))`);
}

export async function expectNoBarriers(page: Page): Promise<void> {
  expect(await barriersOf(page)).toEqual([]);
}

export async function expectSound(page: Page): Promise<void> {
  await expectNoBarriers(page);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
}
