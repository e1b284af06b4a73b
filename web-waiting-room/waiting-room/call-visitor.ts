/** Tells the visitor who asked to be told (PAG-17): sound, message and vibration on what alerts.ts calls worth it. */
import { effect, type Signal } from '@preact/signals';
import { language } from '../language/language.ts';
import { msOf } from '../language/time.ts';
import type { BoardState } from '../words/line-words.ts';
import { type Alert, alertFor, keptBefore, opensSoon } from './alerts.ts';
import { boardStateOf } from './board-state.ts';
import type { Armed } from './calling-back.ts';
import { allowMessages, allowSound, ring, showMessage, vibrate } from './calling-devices.ts';
import type { WaitingRoom } from './waiting-room.ts';

const lobbies: readonly BoardState[] = ['lobby', 'lobbyArrival', 'noLineYet'];

export function openCallVisitor(room: WaitingRoom, saleTitle: () => string, armed: Signal<Armed>) {
  let before: BoardState | null = null;
  let beforeMs = room.situation.peek().nowMs;

  effect(() => {
    const { opensAtMs, nowMs, model } = room.situation.value;
    const state = boardStateOf(room.situation.value);
    const isSoon = lobbies.includes(state) && opensSoon(opensAtMs, beforeMs, nowMs);
    const alert = isSoon ? 'opens' : alertFor(before, state);
    before = keptBefore(before, state);
    beforeMs = nowMs;
    if (alert && armed.peek() !== 'no') call(alert, msOf(model.claimBy ?? model.pass?.expiresAt));
  });

  function call(alert: Alert, byMs: number | null): void {
    ring(alert === 'called' ? 3 : 1);
    vibrate();
    if (document.hidden) showMessage({ alert, sale: saleTitle(), byMs }, language.peek());
  }

  return {
    /** Inside the handler of a press. */
    async arm(): Promise<void> {
      allowSound();
      ring(1);
      armed.value = 'sound';
      if (await allowMessages()) armed.value = 'sound and message';
    },
  };
}
