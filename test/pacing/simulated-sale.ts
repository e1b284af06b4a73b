/**
 * A whole sale, played second by second from a seed with the real rules of pacing, autopilot, estimates and chances: people
 * come in a rush, some are not there when called, some do not buy, some let their hold lapse, the shop is slow for a while.
 * The line is a plain list with the floor and the bucket of call-next.lua.
 */
import { type AutopilotState, nextPace, type ShopHealth, targetOf } from '../../domain/autopilot.ts';
import { type Chance, chanceAt, chanceLimits } from '../../domain/chance-at-place.ts';
import { etaOf } from '../../domain/eta.ts';
import { isHeld, type PromisedTurn } from '../../domain/eta-score.ts';
import { BURST_MS_MAX } from '../../domain/limits.ts';
import { callsPerMinute, noShowBoost } from '../../domain/no-show.ts';
import { proposeCalls } from '../../domain/pacing.ts';
import { unreadHead } from '../../domain/standing.ts';
import { LanePaces } from '../../gateway/line/lane-paces.ts';
import { Floor } from './floor.ts';
import type { Played, PlayedSecond, SaleSketch } from './sale-sketch.ts';
import { seeded } from './seeded.ts';
import { SimulatedShop } from './simulated-shop.ts';

interface Person {
  readonly isAbsent: boolean;
  promise: PromisedTurn | null;
  chance: Chance | null;
}

/** Credit for one visitor, as the script counts it. */
const UNIT = 60_000;
const LOOKS_EVERY_SECONDS = 3;

export function playSale(sketch: SaleSketch): Played {
  const { admitPerMinute, autopilot, floorMax, units } = sketch;
  const chance = seeded(sketch.seed);
  const shop = new SimulatedShop();
  const floor = new Floor(sketch, chance, shop);
  const paces = new LanePaces();
  const line: Person[] = [];
  let [head, owed] = [0, 0];
  let state: AutopilotState | null = null;
  let [promised, held] = [0, 0];
  const seconds: PlayedSecond[] = [];
  const words: { chance: Chance; wasThere: boolean }[] = [];
  const joinsAt = Array.from({ length: sketch.visitors }, () =>
    chance.isSo(sketch.rushShare) ? chance.whole(0, 60) : chance.whole(0, 600),
  ).sort((one, other) => one - other);

  for (let second = 0; second < sketch.seconds; second += 1) {
    const nowMs = second * 1_000;
    const cameIn = floor.pass(second);
    const busy = shop.work(nowMs, sketch.strength(second));
    const { track, shows, chances, turnover } = floor.measure(second);
    const { available, sold } = floor;
    const stock = { capacity: units, available, held: units - available - sold, sold };
    const [limit] = chanceLimits([stock], chances);
    while ((joinsAt[line.length] ?? Number.POSITIVE_INFINITY) <= second) {
      const word = limit ? chanceAt(limit, line.length - head) : null;
      line.push({ isAbsent: chance.isSo(sketch.absentShare), promise: null, chance: word });
    }

    // The tick of admission, with the floor and the bucket of the script.
    const health = shop.health(nowMs);
    if (second % LOOKS_EVERY_SECONDS === 0) state = autopilot ? looked(state, admitPerMinute, health) : null;
    const sale = { admitPerMinute, autopilot, autopilotRate: state?.ratePerMinute ?? null, floorMax };
    const targetPerMinute = targetOf(sale);
    const rate = callsPerMinute(targetPerMinute, shows);
    const want = proposeCalls({ ...track, promised: 0 });
    const credit = Math.min(Math.max(UNIT, rate * BURST_MS_MAX), owed + rate * 1_000);
    const room = Math.min(want, floorMax - floor.taken, Math.floor(credit / UNIT));
    let called = 0;
    for (; called < room && head < line.length; head += 1) {
      const person = line[head];
      if (!person || person.isAbsent) continue;
      called += 1;
      floor.call(second);
      if (person.promise) {
        promised += 1;
        if (isHeld(person.promise, second)) held += 1;
      }
      if (person.chance) words.push({ chance: person.chance, wasThere: true });
    }
    owed = credit - called * UNIT;

    const word = available > 0 ? 'open' : 'allHeld';
    paces.learn(
      { ...unreadHead, moved: head },
      word,
      { ...sale, measured: { ...turnover, callsSettled: shows.settled } },
      nowMs,
    );
    const { pace } = paces.of('ordinary');
    for (let at = head; word === 'open' && pace && at < line.length; at += 1) {
      const person = line[at];
      const eta = person && !person.promise ? etaOf(at - head, pace, null) : null;
      if (person && eta) person.promise = { fromAt: second + eta.fromSeconds, toAt: second + eta.toSeconds };
    }
    seconds.push({
      ...{ called, cameIn, floor: floor.taken, targetPerMinute, busy, available },
      boost: noShowBoost(shows),
      p95: health.latencies[0]?.p95 ?? 0,
      writerBehindMs: health.writerBehindMs ?? 0,
      waiting: line.length - head,
    });
  }
  // Who was never called met an empty shelf; where something is left nobody knows.
  const isGone = floor.sold === units;
  for (const person of line.slice(head))
    if (isGone && person.chance) words.push({ chance: person.chance, wasThere: false });
  return { seconds, promised, held, words, sold: floor.sold, inVain: floor.inVain };
}

/** As the table of PostgreSQL keeps it: one look of the autopilot. */
function looked(
  before: AutopilotState | null,
  admitPerMinute: number,
  health: ShopHealth,
): AutopilotState | null {
  const sinceMs = LOOKS_EVERY_SECONDS * 1_000;
  const state = before && {
    ...before,
    changedMsAgo: before.changedMsAgo + sinceMs,
    slowedMsAgo: before.slowedMsAgo + sinceMs,
  };
  const change = nextPace(state, admitPerMinute, health);
  if (!change) return state;
  if (change.ratePerMinute === null) return null;
  const slowedMsAgo = change.why === 'calm' && state ? state.slowedMsAgo : 0;
  return { ratePerMinute: change.ratePerMinute, changedMsAgo: 0, slowedMsAgo };
}
