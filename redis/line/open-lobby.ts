/** Typed doors to the opening's scripts, in their order: freeze-lobby.lua, draw-chunk.lua, open-line.lua. */
import type { LineHead } from '../../domain/standing.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

/** Answers the lobby's size: indexes run from 1 to it. */
export const freezeLobby = defineLineScript<{ saleId: string }, { head: LineHead; size: number }>({
  name: 'freeze-lobby',
  args: () => [],
  reply: ([head = '', size]) => ({ head: readHead(head), size: Number(size) }),
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
