/**
 * What a sale is when its organiser says only slug, title and tiers (API-2), each default with its reason, and the
 * walls around every setting. Migration 0001 repeats the walls as CHECKs.
 */
import type { Audience, Fulfilment, LobbyMode, Money, SaleMode } from './sale.ts';

export interface SaleWish {
  readonly slug: string;
  readonly title: string;
  readonly tiers: readonly TierWish[];
  readonly description?: string | undefined;
  readonly category?: string | undefined;
  readonly venue?: string | null | undefined;
  readonly startsAt?: Date | null | undefined;
  readonly picture?: string | null | undefined;
  readonly accent?: string | null | undefined;
  readonly mode?: SaleMode | undefined;
  readonly lobby?: LobbyMode | undefined;
  readonly audience?: Audience | undefined;
  readonly opensAt?: Date | null | undefined;
  readonly closesAt?: Date | null | undefined;
  readonly floorMax?: number | undefined;
  readonly admitPerMinute?: number | undefined;
  readonly passMinutes?: number | undefined;
  readonly claimSeconds?: number | undefined;
  readonly holdMinutes?: number | undefined;
  readonly perVisitorMax?: number | undefined;
  readonly fulfilment?: Fulfilment | undefined;
  readonly timeZone?: string | undefined;
  readonly registrationClosesAt?: Date | null | undefined;
  readonly winners?: number | null | undefined;
  readonly claimHours?: number | undefined;
  readonly reserveHours?: number | undefined;
  readonly codeRequired?: boolean | undefined;
  readonly priorityShare?: number | undefined;
  readonly autopilot?: boolean | undefined;
  readonly embedOrigins?: readonly string[] | undefined;
  /** Until then nobody but the staff sees it. */
  readonly hiddenUntil?: Date | null | undefined;
  /** Not listed before it opens; its page tells what, where and when. */
  readonly hideBeforeOpening?: boolean | undefined;
}
export interface TierWish {
  readonly name: string;
  readonly price: Money;
  readonly listPrice?: Money | null | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly capacity: number;
}

export const saleDefaults = {
  description: '',
  category: '',
  venue: null,
  startsAt: null,
  picture: null,
  accent: null,
  mode: 'line',
  /** Who comes before the opening gains nothing by coming first: no race of reloads, no advantage for a fast network. */
  lobby: 'shuffle',
  audience: 'anyone',
  /** None: the sale stays a draft until somebody says when. */
  opensAt: null,
  closesAt: null,
  /**
   * A checkout of a modest shop serves a hundred people at once without slowing down. At the pace below it is full after
   * twenty seconds, for a turn takes minutes: from then on the line moves as people leave, and this is what sets its pace.
   */
  floorMax: 100,
  /** Five a second: how fast the floor fills, at the opening and after a pause. Full in one second, it would be a rush. */
  admitPerMinute: 300,
  /** Choosing, typing name and address, paying: with room for a slow bank page. */
  passMinutes: 10,
  /** A look at the phone. Longer and every sleeper costs a slot for that time. */
  claimSeconds: 60,
  /** As long as the pass; never above the hard cap of limits.ts. */
  holdMinutes: 10,
  /** A family. */
  perVisitorMax: 4,
  fulfilment: 'ticket',
  /** Where the first house stands; days begin and end there. */
  timeZone: 'Asia/Seoul',
  /** Raffle alone: the end of registration, which is also when the draw takes place; by default `opensAt`. */
  registrationClosesAt: null,
  winners: null,
  /** A winner may be asleep, at work or in the air. */
  claimHours: 24,
  /** Who moves up is written to and has this long: the list behind waits meanwhile. */
  reserveHours: 2,
  codeRequired: false,
  /** Of each batch, while somebody stands in the priority lane: felt there, and the line still moves. */
  priorityShare: 30,
  /** It only ever slows down, and says so: the shop is worth more than the pace. */
  autopilot: true,
  embedOrigins: [],
  hiddenUntil: null,
  hideBeforeOpening: false,
} as const satisfies Required<Omit<SaleWish, 'slug' | 'title' | 'tiers'>>;

/** What people were promised when they came: it stays from publishing on (API-8, LIN-9). */
export const fixedOncePublished: ReadonlySet<Exclude<keyof SaleWish, 'slug' | 'tiers'>> = new Set([
  'mode',
  'lobby',
  'audience',
  'opensAt',
  'fulfilment',
  'registrationClosesAt',
  'winners',
  'claimHours',
]);

/** [least, most] of every number an organiser may set. */
export const saleBounds = {
  floorMax: [1, 100_000],
  admitPerMinute: [1, 600_000],
  passMinutes: [1, 120],
  claimSeconds: [5, 3_600],
  holdMinutes: [1, 15],
  perVisitorMax: [1, 1_000],
  winners: [1, 10_000_000],
  claimHours: [1, 336],
  reserveHours: [1, 336],
  priorityShare: [0, 90],
  embedOrigins: [0, 20],
  /** Times the largest order this stays below 2^53, so that no total is ever rounded. */
  priceAmount: [0, 1_000_000_000_000],
  capacity: [0, 10_000_000],
  tiers: [1, 50],
  /** Of one variant: size, colour, edition. */
  attributes: [0, 5],
  /** Of one sale. */
  pictures: [0, 12],
} as const satisfies Record<string, readonly [number, number]>;

export type SaleSettings = Required<{
  readonly [K in keyof Omit<SaleWish, 'tiers'>]: Exclude<SaleWish[K], undefined>;
}> & { readonly tiers: readonly TierWish[]; readonly currency: string; readonly state: 'draft' | 'lobby' };

/** The wish made whole. A sale that has an opening is published at once; the clock opens it, a past one within a second. */
export function settingsOf(wish: SaleWish): SaleSettings {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  const settings = { ...saleDefaults, ...given } as unknown as Omit<SaleSettings, 'currency' | 'state'>;
  return {
    ...settings,
    currency: wish.tiers[0]?.price.currency ?? '',
    state: settings.opensAt === null ? 'draft' : 'lobby',
  };
}

export interface SaleMistake {
  readonly path: string;
  readonly message: string;
}

/** What no single field shows: mixed currencies, two tiers of one name, an end before the beginning. */
export function saleMistakes(
  wish: Pick<SaleWish, 'tiers' | 'opensAt' | 'closesAt' | 'mode' | 'winners' | 'registrationClosesAt'>,
): SaleMistake[] {
  const mistakes: SaleMistake[] = [];
  const [first] = wish.tiers;
  const names = new Set<string>();
  for (const [index, tier] of wish.tiers.entries()) {
    if (first && tier.price.currency !== first.price.currency)
      mistakes.push({ path: `tiers.${index}.price.currency`, message: 'all tiers share one currency' });
    mistakes.push(...priceMistakes(tier, `tiers.${index}`));
    if (names.has(tier.name))
      mistakes.push({ path: `tiers.${index}.name`, message: 'another tier has this name' });
    names.add(tier.name);
  }
  if (wish.opensAt && wish.closesAt && wish.closesAt <= wish.opensAt)
    mistakes.push({ path: 'closesAt', message: 'must be later than opensAt' });
  const units = wish.tiers.reduce((sum, { capacity }) => sum + capacity, 0);
  if (wish.mode === 'raffle' && !wish.winners)
    mistakes.push({ path: 'winners', message: 'a raffle says how many win' });
  if (wish.mode === 'raffle' && wish.winners && wish.winners > units)
    mistakes.push({ path: 'winners', message: 'no more can win than there are units' });
  const { registrationClosesAt, opensAt } = wish;
  if (registrationClosesAt && opensAt && registrationClosesAt > opensAt)
    mistakes.push({ path: 'registrationClosesAt', message: 'must not be later than opensAt' });
  return mistakes;
}

/** A sale price is one below the ordinary price, in the same money (CAT-5). */
export function priceMistakes(
  { price, listPrice }: Pick<TierWish, 'price' | 'listPrice'>,
  path: string,
): SaleMistake[] {
  if (!listPrice) return [];
  if (listPrice.currency !== price.currency)
    return [{ path: `${path}.listPrice.currency`, message: 'is the currency of the price' }];
  if (listPrice.amount <= price.amount)
    return [{ path: `${path}.listPrice.amount`, message: 'must be more than the price' }];
  return [];
}
