/**
 * One visitor's WebSocket. State only, and little of it: a gateway holds tens of thousands. Listeners are
 * shared functions and timers belong to `Sockets`, so that a waiting visitor costs hardly more than the
 * bare socket (GWY-4).
 *
 * Frames are written to the network socket as they are, next to the ones ws writes itself: without
 * compression every frame is one whole write, so the two never mix.
 */
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { SEND_BUFFER_BYTES_MAX } from '../../domain/limits.ts';
import { type CloseReason, closeCodes } from '../close-codes.ts';
import type { Entry, Visitor } from '../line/entry.ts';
import type { Hall } from '../line/hall.ts';

export class VisitorSocket extends WebSocket implements Visitor {
  next: Visitor | null = null;
  /** Null before the upgrade is done. */
  raw: Socket | null = null;
  slug = '';
  /** The anonymous visitor of a cookie that counts. */
  cookieVisitor: string | null = null;
  /** Where it comes from, as far as proxies are believed. */
  address = '';
  secretHash: string | null = null;
  hall: Hall | null = null;
  entry: Entry | null = null;
  mayClaim = false;
  mayLeave = false;
  isJoining = false;
  awaitsPong = false;
  badMessages = 0;
  /** Since the last beat. */
  messages = 0;
  /** Seconds of `Sockets`: without a place by then, it is closed. */
  joinBy = 0;
  beat = 0;

  /** A reader who stands still is dropped rather than buffered for (GWY-3). */
  tell(frame: Buffer): void {
    if (this.readyState !== WebSocket.OPEN || !this.raw) return;
    if (this.raw.writableLength > SEND_BUFFER_BYTES_MAX) this.closeFor('too_slow');
    else this.raw.write(frame);
  }

  answerPing(data: Buffer): void {
    this.awaitsPong = false;
    if (this.readyState !== WebSocket.OPEN || !this.raw) return;
    if (this.raw.writableLength > SEND_BUFFER_BYTES_MAX) this.closeFor('too_slow');
    else this.pong(data);
  }

  /** ws destroys the connection itself when the other side does not answer the close. */
  closeFor(reason: CloseReason): void {
    this.close(closeCodes[reason], reason);
  }

  replace(): void {
    this.closeFor('replaced');
  }

  unseat(): void {
    this.entry = null;
  }

  comeBack(): void {
    this.closeFor('moved');
  }
}
