/** Who stands near the front hears at once that the line has moved (GWY-13). */
import { expect, vi } from 'vitest';
import { type LineHead, unreadHead } from '../../domain/standing.ts';
import { openTestGateway, openTestSale, test } from '../../test/gateway.ts';
import { newEntryId } from '../../test/stores.ts';
import { Entry } from './entry.ts';
import { NEAR_FRONT_MAX, NearFront } from './near-front.ts';

test('GWY-13: near the front a move of the line is heard without waiting for the next second', async ({
  stores,
}) => {
  // No second ever comes: whatever is heard was sent because of the notice.
  vi.useFakeTimers({ toFake: ['setInterval'] });
  try {
    const sale = await openTestSale(stores, { floor_max: 1 });
    await using gateway = await openTestGateway(stores);
    const called = gateway.visitor(sale.slug);
    await called.join();
    await gateway.tick(); // Now it listens to this sale's notices.
    const next = gateway.visitor(sale.slug);
    const place = await next.join();
    expect(place).toMatchObject({ ahead: 1, moved: 0 });
    await sale.admit();
    expect(await next.hear('frame', ({ moved }) => moved === 1)).toMatchObject({ moved: 1, waiting: 1 });
    await called.hear('call');
  } finally {
    vi.useRealTimers();
  }
});

test('GWY-13: the same move is told once, to those near the front alone, each by the frame of their lane', () => {
  const sent = new Map<string, string[]>();
  const entryAt = (
    name: string,
    ahead: number | null,
    lane: 'ordinary' | 'slow',
    state = 'waiting' as const,
  ) => {
    const entryId = newEntryId();
    const standing = {
      entryId,
      state,
      number: 1,
      ahead,
      deadlineMs: null,
      callNo: 0,
      admissionId: null,
      lane,
    };
    const entry = new Entry(standing, unreadHead, null);
    entry.send = (frame) => void sent.set(name, [...(sent.get(name) ?? []), frame.toString('utf8', 2)]);
    return entry;
  };
  const entries = [
    entryAt('first', 0, 'ordinary'),
    entryAt('last', NEAR_FRONT_MAX, 'ordinary'),
    entryAt('far', NEAR_FRONT_MAX + 1, 'ordinary'),
    entryAt('slow', 5, 'slow'),
    entryAt('unordered', null, 'ordinary'),
  ];
  const front = new NearFront();
  const head: LineHead = { ...unreadHead, moved: 7, waiting: 3, slow: { moved: 2, waiting: 1 } };
  expect(front.tell(head, entries, 'now')).toMatchObject({ written: 3 });
  const moved = (name: string) =>
    sent.get(name)?.map((text) => (JSON.parse(text) as { moved: number }).moved);
  expect(['first', 'last', 'far', 'slow', 'unordered'].map(moved)).toEqual([
    [7],
    [7],
    undefined,
    [2],
    undefined,
  ]);

  expect(front.tell(head, entries, 'now')).toEqual({ written: 0, bytes: 0 });
  const later = { ...head, moved: 8 };
  front.note(later); // The frame of the second has said it to everybody.
  expect(front.tell(later, entries, 'now')).toEqual({ written: 0, bytes: 0 });
  expect(front.tell({ ...later, slow: { moved: 3, waiting: 0 } }, entries, 'now').written).toBe(3);
});
