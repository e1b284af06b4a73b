/**
 * Demo sales for `npm start`: after each start one is open, one opens in two minutes, people register for a raffle, and one
 * is sold out (demo-opening.ts buys it); a few general items are on the shelf. Safe to repeat; what an operator made or
 * changed is left alone. An opening cannot be moved once it is published, so every later start makes a sale of its own, and
 * closes those of starts long ago.
 */
import type { Kysely } from 'kysely';
import { categoryTree, makeCategory } from '../../db/categories.ts';
import { closeSale } from '../../db/sale-steering.ts';
import { createSale } from '../../db/sales.ts';
import type { Database } from '../../db/schema.ts';
import { settingsOf } from '../../domain/sale-defaults.ts';
import { systemChance } from '../../runtime/chance.ts';
import {
  type DemoSale,
  demoCategories,
  onTheShelf,
  openNow,
  openRaffle,
  openSoon,
  soldOut,
} from './demo-sales.ts';

const by = { actor: 'demo', chance: systemChance };
const untilOpeningMs = 2 * 60_000;
/** A lobby that has less time left than this is no lobby for a newcomer. */
const lobbyMsMin = 60_000;
const untilDrawMs = 30 * 60_000;
/** In less time nobody has read what the raffle is about, registered, and sent a crowd. */
const registrationMsMin = 10 * 60_000;
/** A restart in the middle of trying things out ends nothing. */
const keptOpenMs = 60 * 60_000;
/** The winners' two hours, and as many for the first who are asked after them. */
const keptDrawnMs = 4 * 60 * 60_000;

type Seen = { slug: string; mode: string; state: string; opens_at: Date | null };

export async function seedDemo(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const now = Date.now();
    const seen: Seen[] = await trx.selectFrom('sale').select(['slug', 'mode', 'state', 'opens_at']).execute();
    // At the very first start alone: a tree is the house's own from then on.
    if (seen.length === 0 && (await categoryTree(trx)).length === 0)
      for (const category of demoCategories) await makeCategory(trx, category, by);
    const make = async (repertoire: readonly DemoSale[], opensAt: Date) => {
      const { slug, ...sale } = nextOf(repertoire, seen);
      await createSale(trx, settingsOf({ ...sale, slug, opensAt }), by);
    };

    const isOpen = ({ slug, state }: Seen) =>
      isOf(openNow, slug) && ['lobby', 'open', 'paused'].includes(state);
    if (!seen.some(isOpen)) await make(openNow, new Date(now - 1_000));

    const waits = ({ state, opens_at }: Seen, msMin: number) =>
      state === 'lobby' && opens_at !== null && opens_at.getTime() > now + msMin;
    // Before the lobby: of sales that are to come, lists show the newest first, and the lobby opens sooner.
    const registers = (sale: Seen) => sale.mode === 'raffle' && waits(sale, registrationMsMin);
    if (!seen.some(registers)) await make(openRaffle, new Date(now + untilDrawMs));

    const hasLobby = (sale: Seen) => sale.mode !== 'raffle' && waits(sale, lobbyMsMin);
    if (!seen.some(hasLobby)) await make(openSoon, new Date(now + untilOpeningMs));

    if (!seen.some(({ slug }) => slug === soldOut.slug)) await make([soldOut], new Date(now - 1_000));

    const opened = new Date(now - 1_000);
    for (const item of onTheShelf)
      if (!seen.some(({ slug }) => slug === item.slug)) await make([item], opened);

    const isStale = ({ slug, mode, state, opens_at }: Seen) =>
      isOf([...openSoon, ...openRaffle], slug) &&
      state !== 'closed' &&
      (opens_at?.getTime() ?? now) < now - (mode === 'raffle' ? keptDrawnMs : keptOpenMs);
    for (const { slug } of seen.filter(isStale)) await closeSale(trx, slug, { actor: by.actor });
  });
}

const isOf = (repertoire: readonly DemoSale[], slug: string) =>
  repertoire.some((sale) => slug === sale.slug || slug.startsWith(`${sale.slug}-round-`));

/** The first one never shown, else one of them again under the next number. */
function nextOf(repertoire: readonly DemoSale[], seen: readonly Seen[]): DemoSale {
  const slugs = new Set(seen.map(({ slug }) => slug));
  const fresh = repertoire.find((sale) => !slugs.has(sale.slug));
  if (fresh) return fresh;
  for (let count = repertoire.length; ; count += 1) {
    const sale = repertoire[count % repertoire.length];
    const round = Math.floor(count / repertoire.length) + 1;
    if (sale === undefined) throw new Error('the demo has nothing to sell');
    const slug = `${sale.slug}-round-${round}`;
    if (!slugs.has(slug)) return { ...sale, slug, title: `${sale.title}, round ${round}` };
  }
}
