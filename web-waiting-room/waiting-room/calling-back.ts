/**
 * Tells the visitor who asked to be told: sound, message and vibration on what alerts.ts calls worth it. What makes them
 * comes once the page has nothing else to do: it must be here when the visitor presses, because browsers allow a
 * sound only within the press.
 */
import { effect, signal } from '@preact/signals';
import { fill } from '../language/fill.ts';
import { msOf, timeOfDayExactly } from '../language/time.ts';
import type { BoardState, LineWords } from '../words/line-words.ts';
import { lineWords } from '../words/spoken-line-words.ts';
import { type Alert, alertFor, opensSoon } from './alerts.ts';
import { boardStateOf } from './board-state.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** After what the page needs to be seen. */
const devicesAfterMs = 1_500;

/** Whether the visitor asked, and whether the browser shows messages or makes sounds alone. */
export type Armed = 'no' | 'sound' | 'sound and message';

export function openCallingBack(room: WaitingRoom, saleTitle: () => string) {
  const armed = signal<Armed>('no');
  let devices: typeof import('./calling-devices.ts') | null = null;
  let before: BoardState | null = null;
  let beforeMs = room.situation.peek().nowMs;

  effect(() => {
    const { opensAtMs, nowMs, model } = room.situation.value;
    const state = boardStateOf(room.situation.value);
    const isLobby = state === 'lobby' || state === 'lobbyArrival';
    const alert = isLobby && opensSoon(opensAtMs, beforeMs, nowMs) ? 'opens' : alertFor(before, state);
    before = state;
    beforeMs = nowMs;
    const words = lineWords.peek();
    if (alert && words && armed.peek() !== 'no') callBack(alert, msOf(model.claimBy), words);
  });

  async function bringDevices(): Promise<typeof devices> {
    try {
      devices = await import('./calling-devices.ts');
    } catch (error) {
      // A TypeError means that the file did not come: it is asked for again with the press.
      if (!(error instanceof TypeError)) throw error;
    }
    return devices;
  }
  setTimeout(() => void bringDevices(), devicesAfterMs);

  function callBack(alert: Alert, claimByMs: number | null, { labels, language }: LineWords): void {
    devices?.ring(alert === 'called' ? 3 : 1);
    devices?.vibrate();
    if (!document.hidden) return;
    const words = {
      called: [labels.noticeCalled, labels.noticeCalledText],
      near: [labels.noticeNear, labels.noticeNearText],
      moves: [labels.noticeMoves, labels.noticeMovesText],
      opens: [labels.noticeOpens, labels.noticeOpensText],
    } as const;
    const [title, text] = words[alert];
    const time = claimByMs === null ? null : timeOfDayExactly(claimByMs, language);
    devices?.showMessage(fill(title, { sale: saleTitle() }), fill(text, { time }));
  }

  return {
    armed,
    /** Call it inside the handler of a press: browsers ask for that. */
    async arm(): Promise<void> {
      const brought = devices ?? (await bringDevices());
      if (!brought) return; // Nothing is promised that this page cannot do.
      brought.allowSound();
      brought.ring(1);
      armed.value = 'sound';
      if (await brought.allowMessages()) armed.value = 'sound and message';
    },
    disarm(): void {
      armed.value = 'no';
    },
  };
}
