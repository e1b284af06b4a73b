/** A new sale as it is typed, and as the server wants it. Pure. */
import { minorUnits } from '../language/money.ts';
import { originsIn } from '../ops/steering/settings-change.ts';
import { attributesIn } from '../ops-catalogue/catalogue-draft.ts';

export interface TierDraft {
  readonly key: number;
  readonly name: string;
  readonly price: string;
  /** Empty: it is sold at its ordinary price. */
  readonly listPrice: string;
  /** `size=M, colour=blue`. */
  readonly attributes: string;
  readonly capacity: string;
}

export const emptyTier = { name: '', price: '', listPrice: '', attributes: '', capacity: '' };

export interface SaleDraft {
  readonly title: string;
  readonly slug: string;
  readonly category: string;
  readonly venue: string;
  readonly startsAt: string;
  readonly description: string;
  readonly picture: string;
  readonly mode: string;
  readonly lobby: string;
  readonly opensAt: string;
  readonly closesAt: string;
  readonly perVisitorMax: string;
  readonly admitPerMinute: string;
  readonly floorMax: string;
  readonly audience: string;
  readonly fulfilment: string;
  readonly registrationClosesAt: string;
  readonly winners: string;
  readonly claimHours: string;
  readonly reserveHours: string;
  readonly priorityShare: string;
  readonly claimSeconds: string;
  readonly passMinutes: string;
  readonly holdMinutes: string;
  readonly embedOrigins: string;
  readonly codeRequired: boolean;
  readonly autopilot: boolean;
  readonly hiddenUntil: string;
  readonly hideBeforeOpening: boolean;
  readonly currency: string;
  readonly tiers: readonly TierDraft[];
}

type NumberName =
  | 'perVisitorMax'
  | 'admitPerMinute'
  | 'floorMax'
  | 'winners'
  | 'claimHours'
  | 'reserveHours'
  | 'priorityShare'
  | 'claimSeconds'
  | 'passMinutes'
  | 'holdMinutes';

export const emptyDraft: SaleDraft = {
  title: '',
  slug: '',
  category: '',
  venue: '',
  startsAt: '',
  description: '',
  picture: '',
  mode: 'line',
  lobby: 'shuffle',
  opensAt: '',
  closesAt: '',
  perVisitorMax: '4',
  admitPerMinute: '300',
  floorMax: '100',
  audience: 'anyone',
  fulfilment: 'ticket',
  registrationClosesAt: '',
  winners: '',
  claimHours: '',
  reserveHours: '',
  priorityShare: '',
  claimSeconds: '',
  passMinutes: '',
  holdMinutes: '',
  embedOrigins: '',
  codeRequired: false,
  autopilot: true,
  hiddenUntil: '',
  hideBeforeOpening: false,
  currency: 'KRW',
  tiers: [{ key: 0, ...emptyTier }],
};

/** What stays empty is left out, so that the server's defaults hold. */
export function saleBody(draft: SaleDraft): Record<string, unknown> {
  const isRaffle = draft.mode === 'raffle';
  const origins = originsIn(draft.embedOrigins);
  const text = (name: keyof SaleDraft) => (draft[name] === '' ? {} : { [name]: draft[name] });
  const number = (name: NumberName) => (draft[name].trim() === '' ? {} : { [name]: Number(draft[name]) });
  return {
    title: draft.title.trim(),
    slug: draft.slug.trim(),
    mode: draft.mode,
    lobby: draft.lobby,
    ...text('category'),
    ...text('venue'),
    ...text('description'),
    ...text('picture'),
    ...instant('startsAt', draft.startsAt),
    ...instant('opensAt', draft.opensAt),
    ...instant('closesAt', draft.closesAt),
    ...instant('hiddenUntil', draft.hiddenUntil),
    ...(draft.hideBeforeOpening && { hideBeforeOpening: true }),
    ...number('perVisitorMax'),
    ...number('admitPerMinute'),
    ...number('floorMax'),
    audience: draft.audience,
    fulfilment: draft.fulfilment,
    codeRequired: draft.codeRequired,
    autopilot: draft.autopilot,
    ...number('reserveHours'),
    ...number('priorityShare'),
    ...number('claimSeconds'),
    ...number('passMinutes'),
    ...number('holdMinutes'),
    ...(origins.length > 0 && { embedOrigins: origins }),
    // What is typed for a raffle means nothing to another sale.
    ...(isRaffle && {
      ...number('winners'),
      ...number('claimHours'),
      ...instant('registrationClosesAt', draft.registrationClosesAt),
    }),
    tiers: draft.tiers.map(({ name, price, listPrice, attributes, capacity }) => ({
      name: name.trim(),
      price: moneyOf(price, draft.currency),
      ...(listPrice.trim() !== '' && { listPrice: moneyOf(listPrice, draft.currency) }),
      ...(attributes.trim() !== '' && { attributes: attributesIn(attributes) }),
      capacity: Number(capacity),
    })),
  };
}

const moneyOf = (text: string, currency: string) => ({
  amount: Math.round(Number(text) * minorUnits(currency)),
  currency,
});

/** A field for date and time knows no zone: it means the organiser's own. */
function instant(name: string, local: string): Record<string, string> {
  const ms = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(ms) ? {} : { [name]: new Date(ms).toISOString() };
}

/** night-ferry-harbour-nights; Korean titles leave nothing, and the organiser types one. */
export const slugFor = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
