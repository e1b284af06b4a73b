/** Where the crowd goes: the running Usher of this folder unless told otherwise, and the sale as the API describes it. */
import { z } from 'zod';
import { type RunFile, readRunFile } from '../launch/run-file.ts';
import { createSale } from './create-sale.ts';
import { type CrowdOptions, WrongOptions } from './options.ts';
import type { CrowdSale } from './world.ts';

export interface Target {
  readonly base: string;
  readonly sale: CrowdSale;
  readonly provider: string;
  readonly isLoopback: boolean;
}

const saleShape = z.object({
  id: z.string(),
  slug: z.string(),
  mode: z.string(),
  audience: z.string(),
  perVisitorMax: z.number(),
  fulfilment: z.string(),
  tiers: z.array(z.object({ id: z.string() })).min(1),
});
const methodsShape = z.object({ items: z.array(z.object({ provider: z.string() })) });

/** Throws WrongOptions with what is missing, in words for the terminal. */
export async function findTarget(options: CrowdOptions, runFile: string): Promise<Target> {
  const running = readRunFile(runFile);
  const base = baseOf(options.url ?? running?.url ?? nothingRuns());
  const isLoopback = /^(127\.|\[::1\])/.test(new URL(base).hostname);
  if (!isLoopback && !options.allowRemote)
    throw new WrongOptions(`${base} is not this machine; --allow-remote says that this is meant`);
  if (options.create) await createSale(base, ownerOf(running), options.sale, options.create);

  const sale = saleShape.parse(await get(`${base}/api/sales/${options.sale}`));
  if (sale.mode === 'shelf' || sale.mode === 'raffle')
    throw new WrongOptions(`a crowd knows the line; ${sale.slug} is a ${sale.mode}`);
  if (sale.audience === 'accounts')
    throw new WrongOptions(`${sale.slug} is for accounts, and the crowd has none`);
  return { base, sale, isLoopback, provider: options.buy ? await sandboxAt(base) : '' };
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

function ownerOf(running: RunFile | null) {
  if (running === null) throw new WrongOptions('--create signs in as the owner named in .usher/run.json');
  return running.owner;
}

function nothingRuns(): never {
  throw new WrongOptions('Usher is not running here (no .usher/run.json): `npm start` first, or --url');
}
