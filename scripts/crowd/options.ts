/** What `npm run crowd` was asked for. A wrong word ends it before anybody joins. */
import { parseArgs } from 'node:util';

export interface CrowdOptions {
  readonly sale: string;
  readonly visitors: number;
  readonly buy: boolean;
  /** The sale is a raffle: everybody registers, and waits for the draw. */
  readonly raffle: boolean;
  /** Has the raffle drawn as soon as everybody is registered, as its operator would. */
  readonly draw: boolean;
  /** Arrivals a second, over all processes. */
  readonly ratePerSecond: number;
  readonly url: string | undefined;
  /** Percent of the visitors, by what they do; the rest buys, or without `buy` looks in and leaves. */
  readonly leave: number;
  readonly noClaim: number;
  readonly tooMany: number;
  readonly abandon: number;
  readonly decline: number;
  /** Of a raffle: who is asked and gives the turn back, for the next of the list. */
  readonly letGo: number;
  /** Percent of those who order that send the same request twice, at once or later. */
  readonly twice: number;
  readonly processes: number;
  /** Counts from the start; in a raffle from its opening. */
  readonly timeoutSeconds: number;
  readonly json: string | undefined;
  /** Spread over many loopback addresses, as strangers are, for a gateway that budgets addresses. */
  readonly limits: boolean;
  readonly allowRemote: boolean;
  /** Settings of a sale to make first, with `units` for one tier of that capacity. */
  readonly create: Record<string, unknown> | undefined;
}

/** Of the 20,000 file descriptors of a process a good part stays free for HTTP and the system. */
export const VISITORS_PER_PROCESS_MAX = 8_000;
/** Of those who are asked in a raffle with `buy`: enough for the list behind them to move. */
const LET_GO_PERCENT = 20;
/** From here on one process would be busy with itself. */
const VISITORS_PER_PROCESS_COMFORTABLE = 5_000;

export const usage = `Usage: npm run crowd -- --sale SLUG --visitors N [--raffle] [--buy] [--rate PER_SECOND]
  --leave % --no-claim % --too-many % --abandon % --decline % --twice %   what shares of the crowd do
  --raffle          register in a raffle, wait for its draw, and for the list that moves up behind it
  --let-go %        of a raffle: who is asked and gives the turn back (${LET_GO_PERCENT} with --buy)
  --draw            of a raffle: draw as its owner once everybody is registered
  --create JSON     make the sale first: {"units":10} and any setting of a sale
  --limits          come from many addresses of 127.0.0.0/8, for a gateway that budgets them
  --timeout SECONDS --processes P --json FILE --url URL --allow-remote
--create and --draw sign in as the owner; with two-step sign-in on, say a code or its secret in the environment: OWNER_TOTP=123456`;

export class WrongOptions extends Error {}

export function parseCrowdOptions(args: readonly string[]): CrowdOptions {
  const { values } = parse(args);
  const number = (name: 'visitors' | 'rate' | 'processes' | 'timeout', fallback?: number, most = 1e6) => {
    const text = values[name];
    const value = text === undefined ? fallback : Number(text);
    if (value === undefined || !Number.isInteger(value) || value < 1 || value > most)
      throw new WrongOptions(`--${name} must be a whole number from 1 to ${most}`);
    return value;
  };
  const percent = (name: Share, fallback = 0) => {
    const value = Number(values[name] ?? fallback);
    if (!(value >= 0 && value <= 100)) throw new WrongOptions(`--${name} must be a percentage, 0 to 100`);
    return value;
  };
  const buy = values.buy ?? false;
  const raffle = values.raffle ?? false;
  const visitors = number('visitors');
  const processes = number('processes', defaultProcesses(visitors), 64);
  if (visitors > processes * VISITORS_PER_PROCESS_MAX)
    throw new WrongOptions(`${visitors} visitors need --processes ${defaultProcesses(visitors)} or more`);
  const options = {
    sale: values.sale ?? '',
    visitors,
    buy,
    raffle,
    draw: values.draw ?? false,
    ratePerSecond: number('rate', 1_000),
    url: values.url,
    leave: percent('leave'),
    noClaim: percent('no-claim'),
    tooMany: percent('too-many'),
    abandon: percent('abandon'),
    decline: percent('decline', buy ? 2 : 0),
    letGo: percent('let-go', buy && raffle ? LET_GO_PERCENT : 0),
    twice: percent('twice', buy ? 5 : 0),
    processes,
    timeoutSeconds: number('timeout', 900, 86_400),
    json: values.json,
    limits: values.limits ?? false,
    allowRemote: values['allow-remote'] ?? false,
    create: values.create === undefined ? undefined : parseCreate(values.create),
  };
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(options.sale)) throw new WrongOptions('--sale must be a slug');
  if (!raffle && (options.draw || values['let-go'] !== undefined))
    throw new WrongOptions('--draw and --let-go belong to --raffle');
  const { leave, noClaim, tooMany, abandon, decline, letGo } = options;
  const shares = leave + noClaim + tooMany + abandon + decline + letGo;
  if (shares > 100) throw new WrongOptions(`the shares add up to ${shares} %`);
  return options;
}

const shareNames = ['leave', 'no-claim', 'too-many', 'abandon', 'decline', 'let-go', 'twice'] as const;
type Share = (typeof shareNames)[number];

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        sale: text, visitors: text, rate: text, url: text, processes: text, timeout: text, json: text,
        create: text, leave: text, 'no-claim': text, 'too-many': text, abandon: text, decline: text, 'let-go': text,
        twice: text, buy: flag, raffle: flag, draw: flag, limits: flag, 'allow-remote': flag,
      }, // biome-ignore format: a list of names
    });
  } catch (fault) {
    throw new WrongOptions(fault instanceof Error ? fault.message : String(fault));
  }
}

function defaultProcesses(visitors: number): number {
  const needed = Math.ceil(visitors / VISITORS_PER_PROCESS_COMFORTABLE);
  return Math.min(64, visitors >= 1_000 ? Math.max(2, needed) : needed);
}

function parseCreate(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
  }
  throw new WrongOptions('--create must be a JSON object');
}
