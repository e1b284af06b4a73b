/** Typed doors to the opening's scripts, in their order: freeze-lobby, read-lobby, draw-chunk, open-line (.lua). */
import type { LineHead } from '../../domain/standing.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

/** Answers the lobby's size: indexes run from 1 to it. */
export const freezeLobby = defineLineScript<{ saleId: string }, { head: LineHead; size: number }>({
  name: 'freeze-lobby',
  args: () => [],
  reply: ([head = '', size]) => ({ head: readHead(head), size: Number(size) }),
});

/** Both included. */
export interface ReadLobby {
  readonly saleId: string;
  readonly from: number;
  readonly to: number;
}
export interface LobbyMember {
  readonly entryId: string;
  readonly index: number;
}

/** The first SCRIPT_ENTRIES_MAX of them; throws LineBusy where the line is not being drawn. */
export const readLobby = defineLineScript<ReadLobby, readonly LobbyMember[]>({
  name: 'read-lobby',
  args: ({ from, to }) => [from, to],
  reply: ([, ...pairs]) =>
    pairs.flatMap((entryId, at) => (at % 2 === 0 ? [{ entryId, index: Number(pairs[at + 1]) }] : [])),
});

export interface DrawChunk {
  readonly saleId: string;
  /** At most SCRIPT_ENTRIES_MAX. */
  readonly drawn: readonly { readonly entryId: string; readonly number: number }[];
}

export const drawChunk = defineLineScript<DrawChunk, LineHead>({
  name: 'draw-chunk',
  args: ({ drawn }) => drawn.flatMap(({ entryId, number }) => [entryId, number]),
  reply: ([head = '']) => readHead(head),
});

/** `undrawn` above 0: nothing was opened, draw those first. */
export const openDrawnLine = defineLineScript<
  { saleId: string; firstCallMs: number },
  { head: LineHead; undrawn: number }
>({
  name: 'open-line',
  args: ({ firstCallMs }) => [firstCallMs],
  reply: ([head = '', undrawn]) => ({ head: readHead(head), undrawn: Number(undrawn) }),
});
