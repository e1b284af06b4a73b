/** Tells the visitor who asked to be told: sound, message and vibration on what alerts.ts calls worth it. */
import { effect, signal } from '@preact/signals';
import { fill } from '../language/fill.ts';
import { msOf, timeOfDayExactly } from '../language/time.ts';
import type { BoardState, LineWords } from '../words/line-words.ts';
import { lineWords } from '../words/spoken-line-words.ts';
import { type Alert, alertFor, opensSoon } from './alerts.ts';
import { boardStateOf } from './board-state.ts';
import { allowMessages, allowSound, ring, showMessage, vibrate } from './calling-devices.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** Whether the visitor asked, and whether the browser shows messages or makes sounds alone. */
export type Armed = 'no' | 'sound' | 'sound and message';

export function openCallingBack(room: WaitingRoom, saleTitle: () => string) {
  const armed = signal<Armed>('no');
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

  function callBack(alert: Alert, claimByMs: number | null, { labels, language }: LineWords): void {
    ring(alert === 'called' ? 3 : 1);
    vibrate();
    if (!document.hidden) return;
    const words = {
      called: [labels.noticeCalled, labels.noticeCalledText],
      near: [labels.noticeNear, labels.noticeNearText],
      moves: [labels.noticeMoves, labels.noticeMovesText],
      opens: [labels.noticeOpens, labels.noticeOpensText],
    } as const;
    const [title, text] = words[alert];
    const time = claimByMs === null ? null : timeOfDayExactly(claimByMs, language);
    showMessage(fill(title, { sale: saleTitle() }), fill(text, { time }));
  }

  return {
    armed,
    /** Call it inside the handler of a press: browsers ask for that. */
    async arm(): Promise<void> {
      allowSound();
      ring(1);
      armed.value = 'sound';
      if (await allowMessages()) armed.value = 'sound and message';
    },
    disarm(): void {
      armed.value = 'no';
    },
  };
}
