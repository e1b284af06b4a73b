/**
 * One visitor of the crowd, from arriving to an end that has a name. The line part stands here: join, wait, be called,
 * claim, receive the pass; what happens with the pass is in shop.ts.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { FrameMessage, GatewayMessage, PassMessage, PlaceMessage } from '../../domain/protocol.ts';
import type { Behaviour } from './behaviour.ts';
import { ENDS, endOf, type TurnOf } from './endings.ts';
import { type Identity, LineConnection } from './line-connection.ts';
import type { Told } from './record.ts';
import { shop } from './shop.ts';
import { ShownPosition } from './shown-position.ts';
import { bump, count, type Latency, type Phase, took } from './tally.ts';
import { contentOfReceipt, subjectOfPass } from './tokens.ts';
import type { Origin, World } from './world.ts';

/** A claim that got no answer is sent again: it is the same claim. */
const CLAIM_AGAIN_MS = 4_000;
/** Who leaves does so within this time of joining, unless called before. */
const LEAVES_WITHIN_MS = 20_000;
/** Of those who let a turn go, the share that never claims it. */
const GONE_WITHOUT_CLAIM = 0.5;

export class Visitor {
  readonly id: number;
  readonly behaviour: Behaviour;
  readonly identity: Identity;
  readonly origin: Origin;
  readonly world: World;
  readonly #line: LineConnection;
  /** Resolves with the name of the end. */
  readonly ended: Promise<string>;
  #tellEnd: (as: string) => void = () => {};
  #phase: Phase = 'coming';
  #isOnline = false;
  #startedAt = 0;
  #joinedAt = 0;
  #callAt = 0;
  #claimAt = 0;
  #claimTimer: NodeJS.Timeout | null = null;
  #leaveTimer: NodeJS.Timeout | null = null;
  #hasPass = false;
  #turn: TurnOf = 'line';
  readonly #shown = new ShownPosition();
  #number: string | undefined;

  constructor(world: World, origin: Origin, id: number, behaviour: Behaviour) {
    this.world = world;
    this.origin = origin;
    this.id = id;
    this.behaviour = behaviour;
    const secret = randomBytes(32);
    this.identity = {
      secret: secret.toString('base64url'),
      secretHash: createHash('sha256').update(secret).digest('base64url'),
    };
    this.ended = new Promise((resolve) => {
      this.#tellEnd = resolve;
    });
    world.tally.phase.coming += 1;
    const listener = {
      onOpening: () => {
        this.#startedAt ||= performance.now();
      },
      onMessage: (message: Exclude<GatewayMessage, FrameMessage>) => this.hear(message),
      onFrame: (frame: FrameMessage) => {
        if (this.#phase === 'waiting') this.#shown.follow(frame);
      },
      onLost: () => this.#lost(),
      onFinal: (code: string) => this.end(`refused: ${code}`),
    };
    this.#line = new LineConnection(world, origin, this.identity, listener, behaviour.attentive);
  }

  arrive(): void {
    void this.#line.open();
  }

  hear(message: Exclude<GatewayMessage, FrameMessage>): void {
    if (this.#phase === 'ended') return;
    if (message.type === 'place') this.#hearPlace(message);
    else if (message.type === 'call') this.#hearCall();
    else if (message.type === 'pass') this.#hearPass(message);
    else if (message.type === 'refused' && message.code === 'sale_not_open' && this.#phase === 'coming')
      this.end(ENDS.tooLate);
  }

  /** The raffle is over: nobody in front of those on its list has a turn to give back any more. */
  conclude(): void {
    if (this.#phase === 'notDrawn') this.end(ENDS.notDrawn);
  }

  tell(told: Told): void {
    this.world.record.write(this.id, told);
  }
  took(what: Latency, ms: number): void {
    took(this.world.tally, what, ms);
  }

  enter(phase: Phase): void {
    this.world.tally.phase[this.#phase] -= 1;
    this.world.tally.phase[phase] += 1;
    this.#phase = phase;
  }

  /** The first end counts. `leaving`: the line is told; otherwise the socket just closes, as a closed tab does. */
  end(as: string, { leaving = false } = {}): void {
    if (this.#phase === 'ended') return;
    this.enter('ended');
    bump(this.world.tally.ended, as);
    if (this.#claimTimer) clearTimeout(this.#claimTimer);
    if (this.#leaveTimer) clearTimeout(this.#leaveTimer);
    if (leaving) this.#line.send({ type: 'leave' });
    if (this.#isOnline) this.tell({ what: 'offline' });
    this.tell({ what: 'end', as });
    this.#line.close();
    this.#tellEnd(as);
  }

  /** Why this visitor has no end yet, for the summary of a crowd that was stopped. */
  get unfinished(): string {
    return `unfinished: ${this.#phase}`;
  }

  #hearPlace(place: PlaceMessage): void {
    if (!this.#isOnline) this.#online();
    if (place.receipt !== undefined) this.#keepReceipt(place.receipt);
    // Only attentive visitors know what was shown.
    if (this.behaviour.attentive && this.#shown.hear(place)) count(this.world.tally, 'worsePositions');
    if (place.state === 'called') this.#hearCall();
    else if (place.state === 'won') this.#hearCall(place.fromList ? 'list' : 'draw');
    else if (place.state === 'notDrawn') this.#hearNotDrawn();
    else if (place.state === 'passedOver') this.#missed(place);
    else if (place.state === 'soldOut') {
      this.tell({ what: 'soldOut' });
      if (!this.#hasPass) this.end(ENDS.soldOut);
    } else if (place.state === 'left') this.end(ENDS.left);
    else if (place.state === 'closed' && !this.#hasPass) this.end(ENDS.closed);
    else if (place.state === 'finished' && !this.#hasPass) this.end('turn over without a pass');
  }

  #online(): void {
    this.#isOnline = true;
    this.tell({ what: 'online' });
    if (this.#joinedAt > 0) count(this.world.tally, 'rejoined');
    else this.#joined();
  }

  #joined(): void {
    this.#joinedAt = performance.now();
    this.took('join', this.#joinedAt - this.#startedAt);
    count(this.world.tally, 'joined');
    this.enter('waiting');
    if (this.behaviour.way === 'leave')
      this.#leaveTimer = setTimeout(() => this.#leave(), Math.random() * LEAVES_WITHIN_MS);
  }

  #lost(): void {
    if (this.#isOnline) {
      this.#isOnline = false;
      this.tell({ what: 'offline' });
    }
    count(this.world.tally, 'lost');
  }

  #keepReceipt(receipt: string): void {
    const { entryId, number, lobby, generation } = contentOfReceipt(receipt);
    const name = `${entryId} ${lobby ? 'lobby' : 'line'} ${number}`;
    if (this.#number !== undefined && this.#number !== name && !this.#number.includes('lobby'))
      count(this.world.tally, 'movedPlaces');
    this.#number = name;
    this.tell({ what: 'place', entryId, number, lobby, generation });
  }

  #hearNotDrawn(): void {
    if (this.#phase === 'waiting') this.enter('notDrawn');
  }

  #hearCall(turn: TurnOf = 'line'): void {
    if (this.#hasPass || this.#phase === 'coming') return;
    if (this.#phase === 'waiting' || this.#phase === 'notDrawn') {
      this.#turn = turn;
      if (turn !== 'line') count(this.world.tally, turn === 'draw' ? 'won' : 'movedUp');
      this.#callAt = performance.now();
      this.took('wait', this.#callAt - this.#joinedAt);
      count(this.world.tally, 'called');
      this.tell({ what: 'call' });
      this.enter('called');
    }
    const { way } = this.behaviour;
    if (way === 'leave') this.#leave();
    else if (way === 'noClaim') {
      if (turn !== 'line') this.end(endOf(turn, ENDS.neverClaimed)); // Such a turn lasts for hours, asked for once.
    } else if (way === 'letGo' && Math.random() < GONE_WITHOUT_CLAIM) this.#letGo();
    else if (this.#claimTimer === null) this.#claim();
  }

  /** Before claiming or with the pass in hand: either way the next of the list is asked. */
  #letGo(): void {
    this.end(endOf(this.#turn, ENDS.letGo), { leaving: true });
  }

  #claim(): void {
    if (this.#hasPass || this.#phase === 'ended') return;
    if (this.#line.send({ type: 'claim', secret: this.identity.secret }) && this.#claimAt === 0)
      this.#claimAt = performance.now();
    if (this.#claimTimer) clearTimeout(this.#claimTimer);
    this.#claimTimer = setTimeout(() => this.#claim(), CLAIM_AGAIN_MS);
  }

  #missed(place: PlaceMessage): void {
    this.tell({ what: 'passedOver' });
    if (this.#phase === 'called') this.enter('waiting');
    if (this.#claimTimer) clearTimeout(this.#claimTimer);
    this.#claimTimer = null;
    this.#claimAt = 0;
    if (!place.mustAsk) return;
    if (this.behaviour.way === 'noClaim') this.end(ENDS.neverClaimed);
    else this.#claim(); // Asks to be called again.
  }

  #hearPass({ pass, expiresAt }: PassMessage): void {
    if (this.#hasPass) return;
    this.#hasPass = true;
    if (this.#claimTimer) clearTimeout(this.#claimTimer);
    if (this.#claimAt > 0) this.took('claim', performance.now() - this.#claimAt);
    count(this.world.tally, 'claimed');
    this.tell({ what: 'pass', ...subjectOfPass(pass) });
    this.enter('shopping');
    if (this.behaviour.way === 'look') this.end(endOf(this.#turn, ENDS.looked), { leaving: true });
    else if (this.behaviour.way === 'letGo') this.#letGo();
    else void this.#shop(pass, new Date(expiresAt).getTime());
  }

  async #shop(pass: string, passEndsAtMs: number): Promise<void> {
    try {
      const { as, leaving } = await shop(this, pass, passEndsAtMs);
      this.end(endOf(this.#turn, as), { leaving });
    } catch (fault) {
      console.error(fault);
      this.end('the crowd has a bug');
    }
  }

  #leave(): void {
    this.tell({ what: 'left' });
    this.end(ENDS.left, { leaving: true });
  }
}
