/**
 * A sale's settings as they are typed, and as the server wants them: all of them for a new sale, only what differs for one
 * that is there (OPS-6, OPS-7). Pure. The compiler holds that the table of kinds is complete.
 */
import type { StaffSaleView } from '../../domain/sale.ts';
import { fixedOncePublished, type SaleWish, saleDefaults } from '../../domain/sale-defaults.ts';
import { originsIn } from '../ops/steering/settings-change.ts';

export type SettingName = Exclude<keyof SaleWish, 'slug' | 'tiers'>;

/** How a setting is typed; with `OrNone`, an emptied field takes it away. */
type Kind = 'text' | 'textOrNone' | 'moment' | 'number' | 'numberOrNone' | 'sites' | 'tick';

const kinds = {
  title: 'text',
  category: 'text',
  venue: 'textOrNone',
  startsAt: 'moment',
  timeZone: 'text',
  picture: 'textOrNone',
  accent: 'textOrNone',
  description: 'text',
  hiddenUntil: 'moment',
  hideBeforeOpening: 'tick',
  mode: 'text',
  lobby: 'text',
  audience: 'text',
  fulfilment: 'text',
  opensAt: 'moment',
  registrationClosesAt: 'moment',
  winners: 'numberOrNone',
  claimHours: 'number',
  closesAt: 'moment',
  perVisitorMax: 'number',
  admitPerMinute: 'number',
  floorMax: 'number',
  passMinutes: 'number',
  claimSeconds: 'number',
  holdMinutes: 'number',
  priorityShare: 'number',
  reserveHours: 'number',
  embedOrigins: 'sites',
  autopilot: 'tick',
  codeRequired: 'tick',
} as const satisfies Record<SettingName, Kind>;

export type NameOf<K extends Kind> = {
  [N in SettingName]: (typeof kinds)[N] extends K ? N : never;
}[SettingName];

/** Everything but a tick is text, as fields have it: a time in the organiser's own zone, sites one a line. */
export type SettingsDraft = {
  readonly [N in SettingName]: (typeof kinds)[N] extends 'tick' ? boolean : string;
};

export const settingNames = Object.keys(kinds) as readonly SettingName[];

/** Typed for a raffle, they mean nothing to another sale. */
const ofRaffles: ReadonlySet<SettingName> = new Set(['registrationClosesAt', 'winners', 'claimHours']);
export const isAsked = (name: SettingName, { mode }: Pick<SettingsDraft, 'mode'>): boolean =>
  mode === 'raffle' || !ofRaffles.has(name);

/** What people were promised when it was published. */
export const isFixed = (name: SettingName, state: StaffSaleView['state']): boolean =>
  state !== 'draft' && fixedOncePublished.has(name);

/** A draft becomes public with its opening. */
export const publishes = (state: StaffSaleView['state'], { opensAt }: SettingsDraft): boolean =>
  state === 'draft' && opensAt !== '';

type Value = string | number | boolean | readonly string[] | null;

const draftOf = (value: (name: SettingName) => Value | Date): SettingsDraft =>
  Object.fromEntries(settingNames.map((name) => [name, typedOf(value(name))])) as unknown as SettingsDraft;

/** With the server's defaults in sight. */
export const newSettings: SettingsDraft = draftOf((name) => (name === 'title' ? '' : saleDefaults[name]));

/** What it was set to: the picture is the drawing, whatever is uploaded. */
export const settingsOf = (sale: StaffSaleView): SettingsDraft =>
  draftOf((name) => {
    if (name === 'picture') return sale.drawing;
    const value = sale[name];
    return kinds[name] === 'moment' && typeof value === 'string' ? new Date(value) : value;
  });

/** For a new sale. What stays empty is left out, so that the server's defaults hold. */
export function settingsBody(draft: SettingsDraft): Record<string, unknown> {
  const asked = settingNames.filter((name) => isAsked(name, draft));
  const sent = asked.map((name) => [name, sentOf(name, draft[name])] as const);
  return Object.fromEntries(sent.filter(([, value]) => !isEmpty(value)));
}

/** Only what was changed, so that what a colleague changed meanwhile stays; null where nothing was. */
export function settingsChange(sale: StaffSaleView, draft: SettingsDraft): Record<string, unknown> | null {
  const was = settingsOf(sale);
  const changed = settingNames.filter((name) => was[name] !== draft[name] && isAsked(name, draft));
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((name) => [name, sentOf(name, draft[name])]));
}

/** What is typed, as a sale would have it once it is saved. */
export const valuesOf = (draft: SettingsDraft): Pick<StaffSaleView, SettingName> =>
  Object.fromEntries(settingNames.map((name) => [name, sentOf(name, draft[name])])) as never;

function typedOf(value: Value | Date): string | boolean {
  if (typeof value === 'boolean') return value;
  if (value === null) return '';
  if (value instanceof Date) return localOf(value);
  return typeof value === 'object' ? value.join('\n') : String(value);
}

function sentOf(name: SettingName, typed: string | boolean): Value {
  if (typeof typed === 'boolean') return typed;
  const text = name === 'description' ? typed : typed.trim();
  switch (kinds[name]) {
    case 'sites':
      return originsIn(text);
    case 'moment':
      return instantOf(text);
    case 'number':
    case 'numberOrNone':
      return text === '' ? null : Number(text);
    case 'textOrNone':
      return text === '' ? null : text;
    default:
      return text;
  }
}

const isEmpty = (value: Value): boolean =>
  value === null || value === '' || (typeof value === 'object' && value.length === 0);

/** 2027-03-01T20:00, in this browser's zone. */
export function localOf(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** A field for date and time knows no zone: it means the organiser's own. Null where it is empty or half typed. */
export function instantOf(local: string): string | null {
  const ms = local === '' ? Number.NaN : new Date(local).getTime();
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
