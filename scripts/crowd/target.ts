/** Where the crowd goes: the running Usher of this folder unless told otherwise, and the sale as the API describes it. */
import { z } from 'zod';
import { registrationEndsAt } from '../../domain/raffle.ts';
import { type RunFile, readRunFile } from '../launch/run-file.ts';
import { createSaleAs, raffleSettings } from './create-sale.ts';
import { type CrowdOptions, WrongOptions } from './options.ts';
import { type Owner, signInAsOwner } from './staff.ts';
import type { CrowdSale } from './world.ts';

export interface Target {
  readonly base: string;
  readonly sale: CrowdSale;
  readonly provider: string;
  readonly isLoopback: boolean;
  /** A raffle is waited for until then, and by as much longer than a line; 0 otherwise. */
  readonly untilOpeningMs: number;
  /** `--draw`: opens the raffle as its owner. */
  readonly draw: (() => Promise<void>) | null;
}

/** Nobody leaves a terminal open for longer; a draw that comes later can be asked for. */
const UNTIL_OPENING_MS_MAX = 24 * 3_600_000;

const saleShape = z.object({
  id: z.string(),
  slug: z.string(),
  mode: z.string(),
  state: z.string(),
  opensAt: z.iso.datetime().nullable(),
  registrationClosesAt: z.iso.datetime().nullable(),
  audience: z.string(),
  perVisitorMax: z.number(),
  fulfilment: z.string(),
  tiers: z.array(z.object({ id: z.string() })).min(1),
});
const methodsShape = z.object({ items: z.array(z.object({ provider: z.string() })) });

/**
 * Throws WrongOptions with what is missing, in words for the terminal. `ownerTotp`: the second step of the owner's sign-in,
 * where one is needed.
 */
export async function findTarget(
  options: CrowdOptions,
  runFile: string,
  ownerTotp: string | undefined,
): Promise<Target> {
  const running = readRunFile(runFile);
  const base = baseOf(options.url ?? running?.url ?? nothingRuns());
  const isLoopback = /^(127\.|\[::1\])/.test(new URL(base).hostname);
  if (!isLoopback && !options.allowRemote)
    throw new WrongOptions(`${base} is not this machine; --allow-remote says that this is meant`);
  const { create, raffle } = options;
  const act = create || options.draw ? await signInAsOwner(base, ownerOf(running, ownerTotp)) : null;
  if (create && act) await createSaleAs(act, options.sale, raffle ? raffleSettings(create) : create);

  const sale = saleShape.parse(await get(`${base}/api/sales/${options.sale}`));
  if (sale.mode === 'shelf') throw new WrongOptions(`a crowd knows the line; ${sale.slug} has none`);
  if ((sale.mode === 'raffle') !== raffle)
    throw new WrongOptions(`${sale.slug} is ${raffle ? 'no raffle' : 'a raffle: say --raffle'}`);
  if (sale.audience === 'accounts')
    throw new WrongOptions(`${sale.slug} is for accounts, and the crowd has none`);
  const untilOpeningMs = raffle ? untilOpening(sale, options.draw) : 0;
  const provider = options.buy ? await sandboxAt(base) : '';
  const open = `/api/staff/sales/${sale.slug}/open`;
  const draw = options.draw && act ? () => act(open, { reason: 'npm run crowd --draw' }) : null;
  return { base, sale, isLoopback, untilOpeningMs, provider, draw };
}

/** A crowd registers: it comes before registration ends, and has to wait from then to the opening. */
function untilOpening(sale: z.output<typeof saleShape>, draw: boolean): number {
  const { slug, state, opensAt } = sale;
  const endsAt = registrationEndsAt(sale);
  if (state !== 'lobby' || opensAt === null || endsAt === null || Date.parse(endsAt) <= Date.now())
    throw new WrongOptions(`${slug} registers nobody now`);
  const untilMs = draw ? 0 : Math.max(0, Date.parse(opensAt) - Date.now());
  if (untilMs <= UNTIL_OPENING_MS_MAX) return untilMs;
  throw new WrongOptions(`${slug} is drawn in more than a day; --draw draws it at once`);
}

async function sandboxAt(base: string): Promise<string> {
  const { items } = methodsShape.parse(await get(`${base}/api/payment-methods`));
  const sandbox = items.find(({ provider }) => provider === 'sandbox');
  if (!sandbox) throw new WrongOptions('a crowd pays with test money only, and the sandbox is off there');
  return sandbox.provider;
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((fault: Error) => {
    throw new WrongOptions(`${url} does not answer: ${fault.message}`);
  });
  if (!response.ok) throw new WrongOptions(`${url} answers ${response.status}`);
  return response.json();
}

/** The name may mean ::1, where there is only one address to come from. */
const baseOf = (url: string) => new URL(url.replace('//localhost', '//127.0.0.1')).href.replace(/\/+$/, '');

function ownerOf(running: RunFile | null, totp: string | undefined): Owner {
  if (running === null)
    throw new WrongOptions('--create and --draw sign in as the owner named in .usher/run.json');
  return { ...running.owner, totp };
}

function nothingRuns(): never {
  throw new WrongOptions('Usher is not running here (no .usher/run.json): `npm start` first, or --url');
}
