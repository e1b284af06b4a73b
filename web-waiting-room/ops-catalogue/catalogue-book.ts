/** The sale that is edited, as the server has it: every act answers with the whole sale, which is what is shown then. */
import { signal } from '@preact/signals';
import type { StaffSaleView } from '../../domain/sale.ts';
import type { Answer, Refusal } from '../server/ask.ts';
import { ask } from '../server/ask.ts';
import { askSignedIn, bearer, renew } from '../signing-in/signed-in.ts';

export type CatalogueBook = ReturnType<typeof openBook>;

export function openBook(slug: string) {
  const sale = signal<StaffSaleView | null>(null);
  const refusal = signal<Refusal | null>(null);
  const isBusy = signal(false);
  /** What was done last, for who cannot see that the page has changed. */
  const said = signal('');
  const path = `/staff/sales/${encodeURIComponent(slug)}`;

  async function take(asking: () => Promise<Answer<StaffSaleView | null>>, done: string): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    refusal.value = null;
    said.value = '';
    const answer = await asking();
    isBusy.value = false;
    if (!answer.ok) refusal.value = answer.refusal;
    else {
      if (answer.value) sale.value = answer.value;
      said.value = done;
    }
    return answer.ok;
  }
  const load = () => take(() => askSignedIn<StaffSaleView>('GET', path), '');

  return {
    sale,
    refusal,
    isBusy,
    said,
    load,
    /** True when the server has done it; `done` is what is said then. */
    act: (method: 'POST' | 'PATCH' | 'DELETE', below: string, body: unknown, done: string) =>
      take(
        () => askSignedIn<StaffSaleView>(method, `${path}${below}`, body === undefined ? {} : { body }),
        done,
      ),
    /** Through the writer, whose answer is the stock and not the sale. */
    setCapacity: async (tierId: string, capacity: number, done: string): Promise<boolean> => {
      const body = { tiers: [{ id: tierId, capacity }] };
      const isDone = await take(async () => {
        const answer = await askSignedIn('PUT', `${path}/stock`, { body });
        return answer.ok ? await askSignedIn<StaffSaleView>('GET', path) : answer;
      }, done);
      return isDone;
    },
    /** The file itself is the body. */
    upload: (file: File, done: string) =>
      take(async () => {
        const once = () => send(`${path}/pictures`, file);
        const answer = await once();
        return !answer.ok && answer.refusal.code === 'not_signed_in' && (await renew())
          ? await once()
          : answer;
      }, done),
  };
}

async function send(path: string, file: File): Promise<Answer<StaffSaleView>> {
  const { authorization = '' } = bearer();
  try {
    const response = await fetch(`/api${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': file.type || 'application/octet-stream' },
      body: file,
    });
    const value = await response.json();
    if (response.ok) return { ok: true, value };
    return { ok: false, refusal: { code: 'internal', ...value, status: response.status } };
  } catch (error) {
    // As ask() has it: nothing answered, or what answered was no part of ours.
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError)
      return { ok: false, refusal: { code: 'offline', status: 0 } };
    throw error;
  }
}

/** All categories, for a choice of one. */
export const loadTree = <T>() => ask<{ readonly items: readonly T[] }>('GET', '/categories');
