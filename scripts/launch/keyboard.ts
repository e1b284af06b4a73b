/** Single keys while `npm start` runs in a terminal. Elsewhere it does nothing. */
import { emitKeypressEvents } from 'node:readline';

/** By the key's name. Ctrl-C comes as a key, not as a signal, while the terminal is read key by key. */
export function listenToKeys(
  acts: Readonly<Record<string, () => void>>,
  onInterrupt: () => void,
): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  const onKey = (_: string, key: { name?: string; ctrl?: boolean }) => {
    if (key.ctrl && key.name === 'c') onInterrupt();
    else if (!key.ctrl && key.name !== undefined) acts[key.name]?.();
  };
  stdin.on('keypress', onKey);
  stdin.resume();
  return () => {
    stdin.off('keypress', onKey);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
