/** Sends one act of steering at a time and says how it went. What it did comes back with the next snapshot. */
import { signal } from '@preact/signals';
import type { Refusal } from '../../server/ask.ts';
import { askSignedIn } from '../../signing-in/signed-in.ts';

export type Acting = ReturnType<typeof openActing>;

export function openActing(slug: string) {
  const isBusy = signal(false);
  const refusal = signal<Refusal | null>(null);
  const isDone = signal(false);

  /** True when the server has done it. */
  async function act(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    isDone.value = false;
    refusal.value = null;
    const answer = await askSignedIn(method, `/staff/sales/${encodeURIComponent(slug)}${path}`, { body });
    isBusy.value = false;
    isDone.value = answer.ok;
    if (!answer.ok) refusal.value = answer.refusal;
    return answer.ok;
  }

  return { isBusy, refusal, isDone, act };
}

/** A reason that was left empty is none. */
export const withReason = (reason: string): { reason?: string } =>
  reason.trim() === '' ? {} : { reason: reason.trim() };
