/**
 * What happens to a visitor's messages (GWY-1): join, claim, leave, deeds, and the refusal of everything else. A
 * refusal changes nothing, and three bad messages end the socket.
 */

import { BAD_MESSAGES_MAX } from '../../domain/limits.ts';
import type { RefusedMessage } from '../../domain/protocol.ts';
import { type RefusalCode, type RefusalDetail, Refused, refusals } from '../../domain/refusals.ts';
import { spreadMs } from '../../runtime/backoff.ts';
import { checkSecret } from '../../tokens/pass.ts';
import { enterLine } from '../access/enter-line.ts';
import type { CloseReason } from '../close-codes.ts';
import { claimTurn } from '../line/claim-turn.ts';
import type { DeedDeps } from '../line/deed.ts';
import { doDeed } from '../line/deeds.ts';
import { leave } from '../line/give-up.ts';
import type { Halls } from '../line/halls.ts';
import type { IdentityDeps } from '../line/identify.ts';
import type { SaleBook } from '../line/sale-book.ts';
import type { Measures } from '../measures.ts';
import type { Overload } from '../overload.ts';
import { refusalOf } from '../store-away.ts';
import type { Sockets } from './sockets.ts';
import { messageFrame } from './text-frame.ts';
import { type DeedMessage, type Heard, readVisitorMessage } from './visitor-message.ts';
import type { VisitorSocket } from './visitor-socket.ts';

/** A page sends a handful in all; a socket that sends more in half a minute wants something else. */
const MESSAGES_PER_BEAT_MAX = 60;
/** "Come back" is spread over this, so that a crowd that was refused does not return as one. */
const RETRY_FROM_MS = 1_000;
const RETRY_TO_MS = 5_000;

export interface ReceptionDeps extends IdentityDeps, DeedDeps {
  readonly book: SaleBook;
  readonly halls: Halls;
  readonly sockets: Sockets;
  readonly overload: Overload;
  readonly measures: Measures;
}

export class Reception {
  readonly #deps: ReceptionDeps;

  constructor(deps: ReceptionDeps) {
    this.#deps = deps;
  }

  hear(socket: VisitorSocket, text: string | null): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.awaitsPong = false;
    socket.messages += 1;
    const message = text === null ? null : readVisitorMessage(text);
    if (socket.messages > MESSAGES_PER_BEAT_MAX) this.#bad(socket, 'too_many_requests');
    else if (!message) this.#bad(socket, 'invalid_request');
    else if (message.type === 'join') void this.#do(socket, () => this.#join(socket, message));
    else if (!socket.entry) this.#bad(socket, 'invalid_request');
    else if (message.type === 'claim') void this.#do(socket, () => this.#claim(socket, message));
    else if (message.type === 'leave') void this.#do(socket, () => this.#leave(socket, message));
    else void this.#do(socket, () => this.#deed(socket, message));
  }

  closed(socket: VisitorSocket): void {
    this.#deps.sockets.remove(socket);
    if (socket.entry) socket.hall?.depart(socket.entry, socket);
    socket.entry = null;
  }

  async #join(socket: VisitorSocket, message: Extract<Heard, { type: 'join' }>): Promise<void> {
    const { book, halls, sockets, overload, measures } = this.#deps;
    if (socket.isJoining) return; // The answer of the first one is on its way.
    socket.isJoining = true;
    try {
      if (overload.shedsJoins()) throw new Refused('busy');
      const startedAt = performance.now();
      const sale = await book.find(socket.slug);
      if (!sale) return this.#refuse(socket, new Refused('not_found'), 'no_such_sale');
      const hall = halls.open(sale);
      if (!hall) throw new Refused('invalid_request', { detail: 'This sale has no line: it sells at once.' });
      const { cookieVisitor, address } = socket;
      const isSeated = socket.entry !== null;
      const asking = { cookieVisitor, address, spare: socket, isSeated };
      const found = await enterLine(this.#deps, hall, { ...message, ...asking });
      if (socket.readyState !== socket.OPEN) return;
      if (socket.entry) socket.hall?.depart(socket.entry, socket);
      const { isProven, secretHash } = found.candidate;
      socket.mayClaim = isProven || secretHash === null;
      socket.mayLeave = socket.mayClaim || found.isNew;
      socket.secretHash = secretHash;
      socket.hall = hall;
      socket.slug = hall.sale.slug; // One text for all sockets of the sale.
      socket.entry = hall.arrive(found, socket);
      sockets.joined(socket);
      measures.joined(performance.now() - startedAt);
    } finally {
      socket.isJoining = false;
    }
  }

  async #claim(socket: VisitorSocket, { secret }: Extract<Heard, { type: 'claim' }>): Promise<void> {
    const { hall, entry } = socket;
    if (!hall || !entry) return;
    const startedAt = performance.now();
    if (secret !== undefined || !socket.mayClaim) checkSecret(socket.secretHash, secret);
    socket.mayClaim = true;
    socket.mayLeave = true;
    const wasInside = entry.told?.state === 'shopping';
    const { standing } = await claimTurn(hall, entry.entryId);
    this.#deps.measures.claimed(performance.now() - startedAt);
    // Whoever comes inside by this claim got the pass with the place, on every socket.
    const again = wasInside ? await hall.passFor(standing, socket.secretHash) : null;
    if (again) socket.tell(messageFrame(again));
  }

  async #leave(socket: VisitorSocket, { secret }: Extract<Heard, { type: 'leave' }>): Promise<void> {
    const { hall, entry } = socket;
    if (!hall || !entry) return;
    if (secret !== undefined || !socket.mayLeave) checkSecret(socket.secretHash, secret);
    await leave(hall, entry);
  }

  async #deed(socket: VisitorSocket, message: DeedMessage): Promise<void> {
    const { hall, entry } = socket;
    if (!hall || !entry) return;
    const { secret } = message;
    if (secret !== undefined || !socket.mayLeave) checkSecret(socket.secretHash, secret);
    const { reminded } = await doDeed(this.#deps, hall, entry, message);
    // Nothing else about the place has changed that the visitor could see the answer by.
    if (reminded) socket.tell(hall.placeFrame(entry, { reminded }));
  }

  async #do(socket: VisitorSocket, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (fault) {
      const refusal = refusalOf(fault);
      if (!refusal) this.#deps.log.error({ err: fault }, 'a message of a visitor failed');
      this.#refuse(socket, refusal ?? new Refused('internal'));
    }
  }

  /** Not of the protocol: said each time, borne a few times. */
  #bad(socket: VisitorSocket, code: RefusalCode): void {
    socket.badMessages += 1;
    this.#deps.measures.badMessage();
    this.#refuse(socket, new Refused(code), socket.badMessages >= BAD_MESSAGES_MAX ? 'bad_message' : null);
  }

  #refuse(socket: VisitorSocket, { code, more }: Refused, close: CloseReason | null = null): void {
    this.#deps.measures.refused(code);
    this.#deps.sockets.refused(socket);
    socket.tell(messageFrame(this.#refusedMessage(code, more)));
    if (close) socket.closeFor(close);
  }

  #refusedMessage(code: RefusalCode, more: RefusalDetail): RefusedMessage {
    const { chance } = this.#deps;
    const comesBack = code === 'busy' || code === 'too_many_requests';
    return {
      type: 'refused',
      code,
      title: more.detail ?? refusals[code].title,
      ...(comesBack && {
        retryAfterMs: Math.ceil(more.retryAfterMs ?? 0) + spreadMs(RETRY_FROM_MS, RETRY_TO_MS, chance),
      }),
      ...(more.challenge && { challenge: more.challenge }),
      ...(more.reason && { reason: more.reason }),
    };
  }
}
