/** The server's clock in the page (PAG-8): every countdown and deadline is read against it, never against the visitor's. */
import { signal } from '@preact/signals';
import { type ClockOffset, narrowed, offsetMs } from './clock-offset.ts';

let offset: ClockOffset | null = null;

export const serverNowMs = (): number => Date.now() + offsetMs(offset);

/** The server's time, renewed as each of its seconds begins. */
export const now = signal(serverNowMs());

/** `Date` has whole seconds, so the clock read up to a second more. */
export function learnFromDate(header: string | null, sentAtMs: number): void {
  const dateMs = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(dateMs)) return;
  offset = narrowed(offset, { fromMs: dateMs, toMs: dateMs + 1_000, sentAtMs, receivedAtMs: Date.now() });
}

/** A message that carries its own instant left the server then; two seconds on the way would be a lot. */
export function learnFromInstant(iso: string): void {
  const atMs = Date.parse(iso);
  const receivedAtMs = Date.now();
  if (!Number.isNaN(atMs))
    offset = narrowed(offset, { fromMs: atMs, toMs: atMs + 2_000, sentAtMs: receivedAtMs, receivedAtMs });
}

function tick(): void {
  now.value = serverNowMs();
  setTimeout(tick, 1_000 - (serverNowMs() % 1_000));
}
tick();
document.addEventListener('visibilitychange', () => {
  // Timers of a hidden tab are late; the first look at it must not show an old time.
  now.value = serverNowMs();
});
