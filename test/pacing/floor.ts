/** Those who were called or are inside in a simulated sale, and what came of those before: what db/pace.ts would read. */
import type { Turnover } from '../../domain/eta.ts';
import type { SaleSketch } from './sale-sketch.ts';
import type { Seeded } from './seeded.ts';
import type { SimulatedShop } from './simulated-shop.ts';

interface Inside {
  readonly calledAt: number;
  readonly choosesUntil: number;
  readonly buys: boolean;
  /** Null before the order. */
  hold: { readonly units: number; readonly endsAt: number; readonly isPaid: boolean } | null;
}
interface EndedTurn {
  readonly at: number;
  readonly calledAt: number;
  /** Units paid for. */
  readonly bought: number;
  readonly hadHold: boolean;
}

/** The latest calls that are measured by. */
const LATEST = 200;
/** A hold that nobody pays. */
const HOLD_SECONDS = 600;

export class Floor {
  readonly #sketch: SaleSketch;
  readonly #chance: Seeded;
  readonly #shop: SimulatedShop;
  #called: { readonly calledAt: number; readonly comesAt: number; readonly claimBy: number }[] = [];
  #inside: Inside[] = [];
  readonly #ended: EndedTurn[] = [];
  readonly #calls: { readonly at: number; readonly came: boolean }[] = [];
  available: number;
  sold = 0;
  /** Came to buy, and nothing was left. */
  inVain = 0;

  constructor(sketch: SaleSketch, chance: Seeded, shop: SimulatedShop) {
    this.#sketch = sketch;
    this.#chance = chance;
    this.#shop = shop;
    this.available = sketch.units;
  }

  get taken(): number {
    return this.#called.length + this.#inside.length;
  }

  call(second: number): void {
    const { noShowShare, claimSeconds } = this.#sketch;
    const came = !this.#chance.isSo(noShowShare);
    const comesAt = came ? second + this.#chance.whole(1, claimSeconds - 1) : Number.POSITIVE_INFINITY;
    this.#called.push({ calledAt: second, comesAt, claimBy: second + claimSeconds });
    this.#calls.push({ at: second, came });
  }

  /** One second. Answers how many came in. */
  pass(second: number): number {
    const over = this.#called.filter(({ comesAt, claimBy }) => comesAt <= second || claimBy <= second);
    this.#called = this.#called.filter((one) => !over.includes(one));
    const came = over.filter(({ comesAt }) => comesAt <= second);
    for (const { calledAt, comesAt } of over) if (comesAt > second) this.#end(calledAt, second, 0, false);
    for (const { calledAt } of came)
      this.#inside.push({
        calledAt,
        choosesUntil: second + this.#chance.whole(...this.#sketch.choosesSeconds),
        buys: this.#chance.isSo(this.#sketch.buysShare),
        hold: null,
      });
    this.#inside = this.#inside.filter((visitor) => this.#stays(visitor, second));
    return came.length;
  }

  #stays(visitor: Inside, second: number): boolean {
    const { hold } = visitor;
    if (hold && hold.endsAt <= second) {
      if (hold.isPaid) this.sold += hold.units;
      else this.available += hold.units;
      this.#end(visitor.calledAt, second, hold.isPaid ? hold.units : 0, true);
      return false;
    }
    if (hold || visitor.choosesUntil > second) return true;
    const units = Math.min(this.available, this.#chance.whole(1, this.#sketch.unitsMost));
    if (!visitor.buys || units === 0) {
      if (visitor.buys) this.inVain += 1;
      this.#end(visitor.calledAt, second, 0, false);
      return false;
    }
    this.#shop.order(second * 1_000);
    this.available -= units;
    const isPaid = !this.#chance.isSo(this.#sketch.lapseShare);
    const lasts = isPaid ? this.#chance.whole(...this.#sketch.paysSeconds) : HOLD_SECONDS;
    visitor.hold = { units, isPaid, endsAt: second + lasts };
    return true;
  }

  #end(calledAt: number, at: number, bought: number, hadHold: boolean): void {
    this.#ended.push({ at, calledAt, bought, hadHold });
  }

  /** As pacing and chances take it. */
  measure(second: number) {
    const latest = this.#ended.slice(-LATEST);
    const bought = latest.filter((turn) => turn.bought > 0);
    const isDue = ({ at }: { readonly at: number }) => at <= second - this.#sketch.claimSeconds;
    const due = this.#calls.slice(0, 1 + this.#calls.findLastIndex(isDue)).slice(-LATEST);
    const holding = this.#inside.flatMap(({ hold }) => hold ?? []);
    const holdingUnits = holding.reduce((sum, hold) => sum + hold.units, 0);
    const units = bought.reduce((sum, turn) => sum + turn.bought, 0);
    const track = {
      available: this.available,
      undecided: this.taken - holding.length,
      settled: latest.length + holding.length,
      bought: bought.length + holding.length,
      orders: bought.length + holding.length,
      units: units + holdingUnits,
    };
    const { undecided, settled, bought: buyers } = track;
    return {
      track,
      shows: { settled: due.length, missed: due.filter(({ came }) => !came).length },
      chances: {
        ...{
          undecided,
          turnsSettled: settled,
          turnsBought: buyers,
          holdsPaid: bought.length,
          unitsPaid: units,
        },
        holdsSettled: latest.filter(({ hadHold }) => hadHold).length,
      },
      turnover: this.#turnover(second),
    };
  }

  #turnover(second: number): Turnover {
    const span = Math.max(5, Math.min(60, second));
    const lately = <Move extends { readonly at: number }>(moves: readonly Move[]): Move[] =>
      moves.slice(1 + moves.findLastIndex(({ at }) => at <= second - 60));
    const ended = lately(this.#ended);
    const turnSeconds =
      ended.reduce((sum, { at, calledAt }) => sum + at - calledAt, 0) / Math.max(1, ended.length);
    return {
      ...{ floor: this.taken, turnSeconds },
      calledPerMinute: (lately(this.#calls).length * 60) / span,
      endedPerMinute: (ended.length * 60) / span,
    };
  }
}
