/** What the API says of the people of the house, and what is asked of it. */
import type { Answer } from '../server/ask.ts';
import { askSignedIn } from '../signing-in/signed-in.ts';

export const roles = ['owner', 'operator', 'support', 'door'] as const;
export type Role = (typeof roles)[number];

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly isMe: boolean;
  readonly hasTwoStep: boolean;
  readonly mustTurnOnTwoStep: 'no' | 'soon' | 'now';
  readonly signedInAt: string | null;
  readonly withdrawnAt: string | null;
}

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: string;
}

export interface FlagView {
  readonly id: string;
  readonly email: string | null;
  readonly state: 'flagged' | 'appealed' | 'kept' | 'lifted';
  readonly reason: string;
  readonly appeal: string | null;
  readonly answer: string | null;
}

export interface JournalLine {
  readonly id: number;
  readonly at: string;
  readonly actorName: string;
  readonly act: string;
  readonly reason: string | null;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** All pages of a short list; a house has few people. */
export async function allOf<Item>(path: string): Promise<Answer<readonly Item[]>> {
  const items: Item[] = [];
  for (let cursor: string | null = null; ; ) {
    const query: string = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
    const answer: Answer<Page<Item>> = await askSignedIn<Page<Item>>('GET', `${path}${query}`);
    if (!answer.ok) return answer;
    items.push(...answer.value.items);
    cursor = answer.value.nextCursor;
    if (cursor === null) return { ok: true, value: items };
  }
}
