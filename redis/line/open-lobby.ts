/** Typed doors to the opening's scripts, in their order: freeze-lobby, read-lobby, draw-chunk, open-line (.lua). */
import type { LineHead } from '../../domain/standing.ts';
import { readHead } from '../line-reply.ts';
import { defineLineScript } from '../line-script.ts';

/** `size`: indexes run from 1 to it. `cameBack`: how many receipts were put back into the lobby since. */
export const freezeLobby = defineLineScript<
  { saleId: string },
  { head: LineHead; size: number; cameBack: number }
>({
  name: 'freeze-lobby',
  args: () => [],
  reply: ([head = '', size, cameBack]) => ({
    head: readHead(head),
    size: Number(size),
    cameBack: Number(cameBack),
  }),
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

/** The first SCRIPT_ENTRIES_MAX of them; nobody once the line is open; throws LineBusy before the freeze. */
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
  /** As freezeLobby said before these were read; left out, each is looked for. */
  readonly read?: { readonly lobbyCount: number; readonly cameBack: number };
}

export const drawChunk = defineLineScript<DrawChunk, LineHead>({
  name: 'draw-chunk',
  args: ({ drawn, read }) => [
    read?.lobbyCount ?? '',
    read?.cameBack ?? '',
    ...drawn.flatMap(({ entryId, number }) => [number, entryId]),
  ],
  reply: ([head = '']) => readHead(head),
});

/**
 * `undrawn` above 0: nothing was opened, draw those first. `cameBack` is what freezeLobby said before the lobby was read for
 * drawing; left out where there must be nobody in it.
 */
export const openDrawnLine = defineLineScript<
  { saleId: string; firstCallMs: number; cameBack?: number },
  { head: LineHead; undrawn: number }
>({
  name: 'open-line',
  args: ({ firstCallMs, cameBack }) => [firstCallMs, cameBack ?? ''],
  reply: ([head = '', undrawn]) => ({ head: readHead(head), undrawn: Number(undrawn) }),
});
