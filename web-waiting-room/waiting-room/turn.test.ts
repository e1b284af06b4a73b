/** A visitor's turn after a turn: each begins anew, in a frame as in a window of its own. */
import { expect, test, vi } from 'vitest';
import type { GatewayMessage, PlaceMessage } from '../../domain/protocol.ts';
import { hear, knowing, type LineModel } from './line-model.ts';
import { openTurn } from './turn.ts';

const claimBy = (minute: number) => `2027-03-01T11:${minute}:00Z`;
const called = (minute: number): PlaceMessage => ({
  ...{ type: 'place', state: 'called', ahead: 0, moved: 0, waiting: 9, eta: null, callNo: 1 },
  claimBy: claimBy(minute),
});
const pass: GatewayMessage = { type: 'pass', pass: 'p', expiresAt: claimBy(59), url: '/' };

function openPage({ isFramed }: { readonly isFramed: boolean }) {
  let model: LineModel = knowing(null);
  const [sendClaim, enter] = [vi.fn(), vi.fn()];
  const turn = openTurn({
    slug: crypto.randomUUID(),
    page: { isVisible: () => true, isFramed: () => isFramed, enter },
    sendClaim,
    model: () => model,
  });
  return {
    ...{ turn, sendClaim, enter },
    hear(message: GatewayMessage): void {
      model = hear(model, message, 0);
      turn.look(message);
    },
    joinAgain(): void {
      turn.forget();
      model = knowing(null);
    },
  };
}

test('PAG-17: a turn that is over leaves nothing in the next one: not the door, not the press, not the claim', async () => {
  const page = openPage({ isFramed: true });
  page.hear(called(10));
  await vi.waitFor(() => expect(page.sendClaim).toHaveBeenCalledOnce());
  page.hear(pass);
  expect([page.turn.goingIn.value, page.enter.mock.calls.length]).toEqual([true, 0]);
  page.joinAgain();
  expect(page.turn.goingIn.value).toBe(false);

  page.hear(called(20));
  await vi.waitFor(() => expect(page.sendClaim).toHaveBeenCalledTimes(2));
  page.turn.claim(); // The visitor presses as well.
  page.hear(pass);
  expect([page.turn.goingIn.value, page.enter.mock.calls.length]).toEqual([true, 1]);
  page.joinAgain();

  page.hear(called(30));
  await vi.waitFor(() => expect(page.sendClaim.mock.calls.length).toBeGreaterThan(3));
  page.hear(pass);
  expect([page.turn.goingIn.value, page.enter.mock.calls.length]).toEqual([true, 1]);
});

test('PAG-17: who has joined again is not led into a turn that was open before', () => {
  vi.useFakeTimers();
  try {
    const page = openPage({ isFramed: false });
    page.hear(called(10));
    page.turn.claim();
    page.hear(pass);
    expect(page.turn.goingIn.value).toBe(true);
    page.joinAgain();
    vi.runAllTimers();
    expect(page.enter).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
