/**
 * What a holder may do with tickets: give one away, take the offer back, keep them as PDF. The key goes in a header, never
 * in an address, so a PDF is fetched and handed to the browser as a file.
 */
import { signal } from '@preact/signals';
import { language } from '../language/language.ts';
import { type Answer, ask, type Refusal } from '../server/ask.ts';

export type KeyHeaders = () => Readonly<Record<string, string | undefined>>;
export type TicketActs = ReturnType<typeof openTicketActs>;

/** A printer under a crowd takes some seconds; half a minute is as long as somebody waits for a file. */
const retryMax = 6;

/** `lookAgain`: the page asks anew what is so. */
export function openTicketActs(keys: KeyHeaders, lookAgain: () => Promise<void>) {
  const isSaving = signal(false);
  const refusal = signal<Refusal | null>(null);

  async function act<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const answer = await ask<T>(method, path, { body, headers: keys() });
    refusal.value = answer.ok ? null : answer.refusal;
    await lookAgain();
    return answer;
  }

  const pathOf = (ticketId: string) => `/tickets/${encodeURIComponent(ticketId)}/transfer`;

  return {
    isSaving,
    refusal,
    give: async (ticketId: string, email: string, name: string): Promise<boolean> =>
      (await act('POST', pathOf(ticketId), { email, name, language: language.value })).ok,
    takeBack: async (ticketId: string): Promise<boolean> => (await act('DELETE', pathOf(ticketId))).ok,
    /** `path` of the API, as in /orders/ID/tickets.pdf?from=1. */
    savePdf: async (path: string, name: string): Promise<void> => {
      if (isSaving.value) return;
      isSaving.value = true;
      const address = `/api${path}${path.includes('?') ? '&' : '?'}language=${language.value}`;
      const found = await loadPdf(address, keys());
      isSaving.value = false;
      refusal.value = found instanceof Blob ? null : found;
      if (found instanceof Blob) handOver(found, name);
    },
  };
}

/** A printer that is busy says when to come back; a few times we do so ourselves. */
async function loadPdf(
  address: string,
  keys: ReturnType<KeyHeaders>,
  left = retryMax,
): Promise<Blob | Refusal> {
  const headers = Object.entries(keys).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  );
  try {
    const response = await fetch(address, { headers });
    if (response.ok) return await response.blob();
    const problem = (await response.json()) as Refusal;
    if (problem.code !== 'busy' || left === 0) return problem;
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    await new Promise((done) => setTimeout(done, seconds * 1_000));
    return await loadPdf(address, keys, left - 1);
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError)
      return { code: 'offline', status: 0 };
    throw error;
  }
}

function handOver(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser reads it after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
