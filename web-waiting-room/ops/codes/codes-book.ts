/** The access codes of a sale: read when they are asked for, made, and withdrawn. Made ones are kept nowhere but here. */
import { signal } from '@preact/signals';
import type { Answer, Refusal } from '../../server/ask.ts';
import { askSignedIn } from '../../signing-in/signed-in.ts';
import { type AccessCode, type CodeDraft, codesBody } from './code-row.ts';

interface Page {
  readonly items: readonly AccessCode[];
  readonly nextCursor: string | null;
}
export interface MadeCode {
  readonly id: string;
  readonly code: string;
}

export type CodesBook = ReturnType<typeof openCodesBook>;

export function openCodesBook(slug: string) {
  const address = `/staff/sales/${encodeURIComponent(slug)}/codes`;
  const found = signal<Page | null>(null);
  /** Shown once, until the operator has kept them. */
  const made = signal<readonly MadeCode[]>([]);
  const isBusy = signal(false);
  const refusal = signal<Refusal | null>(null);

  async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T | null> {
    isBusy.value = true;
    refusal.value = null;
    const answer: Answer<T> = await askSignedIn<T>(
      method,
      `${address}${path}`,
      body === undefined ? {} : { body },
    );
    isBusy.value = false;
    if (answer.ok) return answer.value;
    refusal.value = answer.refusal;
    return null;
  }

  async function look(cursor: string | null = null): Promise<void> {
    const page = await ask<Page>('GET', cursor === null ? '' : `?${new URLSearchParams({ cursor })}`);
    if (page === null) return;
    const before = cursor === null ? [] : (found.value?.items ?? []);
    found.value = { items: [...before, ...page.items], nextCursor: page.nextCursor };
  }

  return {
    found,
    made,
    isBusy,
    refusal,
    look,
    /** True when they were made. */
    async make(draft: CodeDraft): Promise<boolean> {
      const answer = await ask<{ items: readonly MadeCode[] }>('POST', '', codesBody(draft));
      if (answer === null) return false;
      made.value = answer.items;
      await look();
      return true;
    },
    async withdraw(id: string): Promise<void> {
      if ((await ask('POST', `/${id}/withdraw`, {})) !== null) await look();
    },
  };
}
