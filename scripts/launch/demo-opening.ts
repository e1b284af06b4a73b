/**
 * The demo's last touch, once the processes run: the sale that is open now has opened, and the one that is to be sold out
 * is bought, unit by unit. Cut off half-way, the next start buys the rest.
 */
import { buyOne } from './demo-buyer.ts';
import { openNow, soldOut } from './demo-sales.ts';

type Sale = { state: string; tiers: { id: string; capacity: number }[] };
type Stock = { tiers: { id: string; available: number }[] };

/** A slow machine is no reason not to be ready: what is not done by then goes on beside it. */
const waitMs = 15_000;
const patienceMs = 5 * 60_000;

/** Settles when the demo is as it should be, or when it takes too long to wait for. */
export async function openDemo(base: string, told: AbortSignal, say: (line: string) => void): Promise<void> {
  const signal = AbortSignal.any([told, AbortSignal.timeout(patienceMs)]);
  const done = prepare(base, signal).catch((fault: Error) => {
    if (!told.aborted) say(`The demo is not quite ready: ${fault.message}`);
  });
  await Promise.race([done, new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
}

async function prepare(base: string, signal: AbortSignal): Promise<void> {
  const read = async <Answer>(path: string) => {
    const response = await fetch(`${base}/api/sales/${path}`, { signal });
    if (!response.ok) throw new Error(`/api/sales/${path}: ${response.status}`);
    return (await response.json()) as Answer;
  };
  const opened = async (slug: string) => {
    for (;;) {
      const sale = await read<Sale>(slug);
      if (sale.state !== 'lobby') return sale;
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const buyOut = async () => {
    const { state } = await opened(soldOut.slug);
    if (state !== 'open') return;
    const { tiers } = await read<Stock>(`${soldOut.slug}/stock`);
    const units = tiers.flatMap(({ id, available }) => Array.from({ length: available }, () => id));
    const buyers = units.map((tierId, index) =>
      buyOne({ base, slug: soldOut.slug, tierId, name: nameOf(index), signal }),
    );
    await Promise.all(buyers);
  };
  const [first] = openNow;
  await Promise.all([first && opened(first.slug), buyOut()]);
}

const names = [
  'Haneul',
  'Seojun',
  'Jiwoo',
  'Minseo',
  'Yerin',
  'Doyun',
  'Ada',
  'Kofi',
  'Lena',
  'Noor',
  'Pavel',
  'Rosa',
];
const nameOf = (index: number) => names[index % names.length] ?? 'Guest';
