/** A part of the crowd, as a process of its own. It holds its sockets until it is ended. */
import { agesOf } from './ages.ts';
import type { CrowdTask, FromCrowd, ToCrowd } from './protocol.ts';
import { type Tally, Visitor } from './visitor.ts';

const task = JSON.parse(process.argv[2] ?? '{}') as CrowdTask;
const tally: Tally = { isCounting: false, nearFrames: 0, farFrames: 0, bytes: 0, lost: 0, admittedAtMs: [] };
const visitors: Visitor[] = [];
const VISITORS_PER_ADDRESS = 2_000;

const say = (message: FromCrowd) => process.send?.(message);

process.on('message', async (told: ToCrowd) => {
  if (told.type === 'open') {
    await open(told.count, told.isNear);
    say({ type: 'joined' });
  } else if (told.type === 'count') {
    for (const { near } of visitors) near?.news.splice(0);
    Object.assign(tally, { isCounting: true, nearFrames: 0, farFrames: 0, bytes: 0, lost: 0 });
    say({ type: 'counting' });
  } else if (told.type === 'stop') {
    tally.isCounting = false;
    const { nearFrames, farFrames, bytes, lost } = tally;
    say({ type: 'counted', nearFrames, farFrames, bytes, lost });
  } else if (told.type === 'admissions') {
    say({ type: 'admissions', atMs: tally.admittedAtMs.splice(0) });
  } else {
    const near = visitors.flatMap(({ heard }) => heard ?? []);
    say({ type: 'ages', ages: agesOf(told.steps, near, { nearMax: told.nearMax, endMs: Date.now() }) });
  }
});

/** 127.0.x.2 for the first ones, and so on. */
const addressOf = (at: number): string => `${task.from}.${2 + Math.floor(at / VISITORS_PER_ADDRESS)}`;

async function open(count: number, isNear: boolean): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    for (; left > 0; ) {
      left -= 1;
      const visitor = new Visitor({ ...task, from: addressOf(visitors.length) }, tally, isNear);
      visitors.push(visitor);
      await visitor.join();
    }
  };
  await Promise.all(Array.from({ length: task.inFlight }, lane));
}
