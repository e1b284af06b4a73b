/**
 * The demo's last touch, once the processes run: the sale that is open now has opened, and the one that is to be sold out
 * is bought, unit by unit. Cut off half-way, the next start buys the rest.
 */
import { buyOne } from './demo-buyer.ts';
import { openNow, soldOut } from './demo-sales.ts';

type Sale = { state: string; tiers: { id: string; capacity: number }[] };
type Stock = { tiers: { id: string; available: number }[] };

/** A slow machine is no reason not to start: what is not done by then is done later. */
const patienceMs = 20_000;

/** Settles when the demo is as it should be, or with a word when it is not. */
export async function openDemo(base: string, told: AbortSignal, say: (line: string) => void): Promise<void> {
  const signal = AbortSignal.any([told, AbortSignal.timeout(patienceMs)]);
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
  try {
    const [first] = openNow;
    await Promise.all([first && opened(first.slug), buyOut()]);
  } catch (fault) {
    if (!told.aborted) say(`The demo is not quite ready: ${fault instanceof Error ? fault.message : fault}`);
  }
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
