/**
 * Random histories of one line, replayed against real stores and against a few plain lines (test/line-model.ts): who is
 * called when, in which order, and where everybody stands. Ticks die between their steps, facts are told late, again and
 * out of order, joins come twice, Redis forgets everything.
 */
import { fc } from '@fast-check/vitest';
import { expect } from 'vitest';
import { waitingLanes } from '../../domain/lane.ts';
import { hasPlace, LineModel, type ModelVisitor } from '../../test/line-model.ts';
import { openReplay, type Replay } from '../../test/line-replay.ts';
import { test } from '../../test/stores.ts';

const FLOOR_MAX = 3;
const VISITORS = 9;
const PRIORITY_SHARE = 30;

const acts = {
  join: 8, tick: 6, mark: 2, record: 2, claim: 4, claimUntold: 1, letGoBy: 2, snooze: 4, wake: 2, changeLane: 3,
  leave: 1, vanish: 2, show: 3, ask: 1, finish: 2, end: 1, giveBack: 2, list: 1, unlist: 1, invite: 1,
  pause: 1, resume: 2, oldFacts: 1, reconcile: 1, forget: 1,
} as const; // biome-ignore format: a list of words reads best as a paragraph
type Act = keyof typeof acts;
interface Step {
  readonly act: Act;
  readonly who: number;
  /** A lane, or how many are let pass. */
  readonly how: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.oneof(
    ...Object.entries(acts).map(([act, weight]) => ({ weight, arbitrary: fc.constant(act as Act) })),
  ),
  who: fc.nat({ max: VISITORS - 1 }),
  how: fc.nat({ max: 5 }),
});
const laneOf = (how: number) => waitingLanes[how] ?? 'ordinary';

test('ADM-1, ADM-2, ADM-3, ADM-5, ADM-11, LIN-2, LIN-7, LIN-30, LIN-31: any history keeps floor, order and places', async ({
  db,
  redis,
}) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 120, size: 'max' }), async (history) => {
      const model = new LineModel({ visitors: VISITORS, floorMax: FLOOR_MAX, priorityShare: PRIORITY_SHARE });
      const real = await openReplay(db, redis, {
        visitors: VISITORS,
        floor_max: FLOOR_MAX,
        priority_share: PRIORITY_SHARE,
      });
      for (const one of history) {
        await act(model, real, one);
        expect(await real.standings(), `after ${one.act} of ${one.who}`).toEqual(
          model.visitors.map((visitor) => said(model, visitor)),
        );
      }
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 40) },
  );
}, 600_000);

/** The same act on both. */
async function act(model: LineModel, real: Replay, { act: name, who, how }: Step): Promise<void> {
  const visitor = model.visitors[who];
  if (!visitor) throw new Error('a visitor of the model');
  const { number } = visitor;
  switch (name) {
    case 'join':
      model.join(visitor, laneOf(how), await real.join(who, laneOf(how)));
      break;
    case 'tick':
      await real.tick();
      model.tick();
      break;
    case 'mark':
      await real.mark();
      model.mark();
      break;
    case 'record':
      await real.record();
      model.mark();
      model.record();
      break;
    case 'claim':
    case 'claimUntold':
      await real.claim(who, name === 'claim');
      model.claim(visitor);
      if (name === 'claimUntold') settleRecorded(model);
      break;
    case 'letGoBy':
      if (visitor.where !== 'called') break;
      await real.letGoBy(who);
      visitor.isOverdue = true;
      break;
    case 'snooze':
      await real.snooze(who, how + 1);
      model.snooze(visitor, how + 1);
      break;
    case 'wake':
      await real.wake(who);
      model.wake(visitor);
      break;
    case 'changeLane':
      await real.changeLane(who, laneOf(how));
      model.changeLane(visitor, laneOf(how));
      break;
    case 'leave':
      if (visitor.where === 'shopping' || model.stateOf(visitor) === 'reserve') break;
      await real.leave(who, number);
      model.leave(visitor);
      break;
    case 'vanish':
      await real.vanish(who);
      visitor.isPresent = false;
      break;
    case 'show':
      await real.show(who);
      model.show(visitor);
      break;
    case 'ask':
      await real.ask(who);
      model.ask(visitor);
      break;
    case 'finish':
    case 'end':
    case 'giveBack': {
      const fact = ({ finish: 'finished', end: 'ended', giveBack: 'back' } as const)[name];
      if (visitor.where === 'shopping') await real.end(who, visitor.call?.isOutside ? 'ended' : fact);
      model.end(visitor, visitor.call?.isOutside ? 'ended' : fact);
      break;
    }
    case 'list': {
      if (['calling', 'called', 'shopping'].includes(visitor.where)) break; // Whose turn it is stands on no list.
      model.list(visitor, await real.list(who, visitor.listed || (hasPlace(visitor) ? number : 0)));
      break;
    }
    case 'unlist':
      if (model.stateOf(visitor) !== 'reserve') break;
      await real.unlist(who, visitor.listed);
      model.unlist(visitor);
      break;
    case 'invite':
      if (model.stateOf(visitor) !== 'reserve') break;
      model.invite(visitor);
      await real.invite(who, visitor.number, visitor.call?.no ?? 0);
      break;
    case 'pause':
    case 'resume':
      await real.setPhase(name === 'pause' ? 'paused' : 'open');
      model.isPaused = name === 'pause';
      break;
    case 'oldFacts':
      await real.tellEverythingAgain(who);
      break;
    case 'reconcile':
      await real.reconcile();
      settleRecorded(model);
      break;
    case 'forget': {
      const receipts = model.visitors.map((one) => ({
        number: one.number,
        lane: one.where === 'waiting' || one.where === 'calling' ? one.lane : ('ordinary' as const),
        snooze: one.where === 'snoozed' ? { letsPassTo: one.letsPassTo, callNo: model.callNoOf(one) } : null,
      }));
      model.forget(
        await real.forget(
          receipts,
          model.visitors.map(({ listed }) => listed),
          model.isPaused,
        ),
      );
      break;
    }
  }
  if (name === 'oldFacts') settleRecorded(model);
}

/** Who was marked and recorded hears of it by any fact that is told. */
function settleRecorded(model: LineModel): void {
  for (const visitor of model.visitors) {
    const isRecorded = visitor.call?.number === visitor.number && visitor.call.fact === 'called';
    if (visitor.where === 'calling' && isRecorded) visitor.where = 'called';
  }
}

function said(model: LineModel, visitor: ModelVisitor) {
  const state = model.stateOf(visitor);
  const number = state === 'none' ? 0 : state === 'reserve' ? visitor.listed : visitor.number;
  const lane = state === 'waiting' ? visitor.lane : null;
  // The line learns of a call when it is told.
  const isCounted = state !== 'none' && state !== 'reserve' && state !== 'calling';
  return {
    state,
    number,
    ahead: aheadOf(model, visitor),
    callNo: isCounted ? model.callNoOf(visitor) : 0,
    lane,
  };
}

function aheadOf(model: LineModel, visitor: ModelVisitor): number | null {
  const state = model.stateOf(visitor);
  if (state === 'none' || state === 'finished') return null;
  if (state === 'waiting') return model.inLane(visitor.lane).indexOf(visitor);
  if (state === 'snoozed')
    return model.inLane('ordinary').filter(({ number }) => number <= visitor.letsPassTo).length;
  if (state === 'reserve')
    return model.visitors.filter(({ listed }) => listed > 0 && listed < visitor.listed).length;
  return 0;
}
