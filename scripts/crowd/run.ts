/** Runs a crowd over several processes and answers with what they counted together. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { CrowdOptions } from './options.ts';
import type { FromPart, PartTask, ToPart } from './part.ts';
import { isRegistered, RaffleWatch } from './raffle.ts';
import { progressLine } from './summary.ts';
import { newTally, sumOf, type Tally } from './tally.ts';
import type { Target } from './target.ts';

/** Neighbourhoods of ten: what a gateway budgets as one network is not all of a process' crowd. */
const NETWORKS_PER_PART_WITH_LIMITS = 50;
const ADDRESSES_PER_NETWORK = 10;

export interface RunningCrowd {
  readonly id: string;
  /** Every visitor who has no end yet gets `unfinished: …` as theirs. */
  stop(): void;
  tally(): Tally;
  readonly ended: Promise<Tally>;
}

export function startCrowd(
  options: CrowdOptions,
  target: Target,
  recordFolder: string,
  say: (line: string) => void,
): RunningCrowd {
  const id = `${options.sale}-${randomBytes(4).toString('hex')}`;
  const tasks = tasksOf(id, options, target, recordFolder);
  const tallies = tasks.map(newTally);
  const parts = tasks.map((task, i) => startPart(task, (tally) => tallies.splice(i, 1, tally)));

  const startedAt = Date.now();
  let before = newTally();
  const tellAll = (message: ToPart) => {
    for (const part of parts) part.send(message);
  };
  const stop = () => tellAll({ type: 'stop' });
  const follow = options.raffle ? followRaffle({ options, target, tellAll, say, stop }) : () => {};
  const telling = setInterval(() => {
    const now = sumOf(tallies);
    say(progressLine(now, before, Math.round((Date.now() - startedAt) / 1_000)));
    before = now;
    follow(now);
  }, 1_000);
  const timer = setTimeout(
    () => {
      say(`stopping after ${options.timeoutSeconds} s (--timeout)`);
      stop();
    },
    target.untilOpeningMs + options.timeoutSeconds * 1_000,
  );
  const ended = Promise.all(parts.map((part) => part.ended)).then(() => {
    clearInterval(telling);
    clearTimeout(timer);
    return sumOf(tallies);
  });
  return { id, stop, tally: () => sumOf(tallies), ended };
}

interface Following {
  readonly options: CrowdOptions;
  readonly target: Target;
  readonly tellAll: (message: ToPart) => void;
  readonly say: (line: string) => void;
  readonly stop: () => void;
}

/** Answers what is to be done each second with what all processes have counted. */
function followRaffle({ options, target, tellAll, say, stop }: Following): (now: Tally) => void {
  const watch = new RaffleWatch();
  let { draw } = target;
  return (now) => {
    if (draw && isRegistered(now, options.visitors)) {
      say('everybody is registered: asking for the draw');
      draw().catch((fault: Error) => {
        say(`it was refused: ${fault.message}`);
        stop();
      });
      draw = null;
    }
    if (watch.isOver(now, Date.now())) tellAll({ type: 'conclude' });
  };
}

function tasksOf(crowd: string, options: CrowdOptions, target: Target, recordFolder: string): PartTask[] {
  const { visitors, processes, ratePerSecond, limits } = options;
  const { base, sale, provider } = target;
  const { buy, leave, noClaim, tooMany, abandon, decline, letGo, twice } = options;
  return Array.from({ length: processes }, (_, part) => {
    const firstId = Math.floor((visitors * part) / processes);
    return {
      ...{ crowd, part, firstId, base, sale, provider, recordFolder },
      visitors: Math.floor((visitors * (part + 1)) / processes) - firstId,
      ratePerSecond: ratePerSecond / processes,
      shares: { buy, leave, noClaim, tooMany, abandon, decline, letGo, twice },
      localAddresses: addressesOf(part, limits, target.isLoopback),
    };
  });
}

/**
 * An address has 28,000 ports to come from, so each process gets one of its own. Only Linux answers to all of
 * 127.0.0.0/8 unasked.
 */
export function addressesOf(part: number, limits: boolean, isLoopback: boolean): (string | undefined)[] {
  if (process.platform !== 'linux' || !isLoopback) return [undefined];
  if (!limits) return [`127.0.0.${part + 2}`];
  const networks = Array.from({ length: NETWORKS_PER_PART_WITH_LIMITS }, (_, i) => `127.${part + 1}.${i}`);
  return networks.flatMap((network) =>
    Array.from({ length: ADDRESSES_PER_NETWORK }, (_, i) => `${network}.${i + 2}`),
  );
}

function startPart(task: PartTask, onTally: (tally: Tally) => void) {
  const child = fork(fileURLToPath(new URL('./part.ts', import.meta.url)));
  const send = (message: ToPart) => void (child.connected && child.send(message));
  const ended = new Promise<void>((resolve, reject) => {
    let isDone = false;
    child.on('message', ({ type, tally }: FromPart) => {
      onTally(tally);
      isDone ||= type === 'end';
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (isDone) resolve();
      else reject(new Error(`a process of the crowd ended ${signal ? `by ${signal}` : `with code ${code}`}`));
    });
  });
  send({ type: 'start', task });
  return { send, ended };
}
