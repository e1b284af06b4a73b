/** What a form of settings would change, now and then (OPS-5). Pure: only what differs is sent and shown. */
import type { OpsSnapshot } from '../../../domain/ops-snapshot.ts';
import type { Language } from '../../language/choose-language.ts';
import { fill } from '../../language/fill.ts';
import { count } from '../../language/money.ts';
import type { PreviewRow } from './preview.ts';
import { settingsWords } from './settings-words.ts';

export interface Settings {
  readonly autopilot: boolean;
  readonly codeRequired: boolean;
  readonly priorityShare: number;
  readonly reserveHours: number;
  readonly embedOrigins: readonly string[];
}

export const settingsNow = ({ sale, pace }: OpsSnapshot): Settings => ({
  autopilot: pace.autopilot.isOn,
  codeRequired: sale.codeRequired,
  priorityShare: sale.priorityShare,
  reserveHours: sale.reserveHours,
  embedOrigins: sale.embedOrigins,
});

/** Only what differs; null where nothing does. */
export function settingsChange(now: Settings, wish: Settings): Partial<Settings> | null {
  const names = Object.keys(now) as (keyof Settings)[];
  const changed = names.filter((name) => String(now[name]) !== String(wish[name]));
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((name) => [name, wish[name]]));
}

export function settingsPreview(now: Settings, wish: Settings, language: Language): PreviewRow[] {
  const words = settingsWords[language];
  const labels: Readonly<Record<keyof Settings, string>> = { ...words, autopilot: words.autopilotShort };
  const shown = (value: Settings[keyof Settings]): string => {
    if (typeof value === 'boolean') return value ? words.on : words.off;
    if (typeof value === 'number') return count(value, language);
    return value.length === 0 ? words.none : fill(words.sites, { n: value.length });
  };
  const change = settingsChange(now, wish) ?? {};
  return (Object.keys(change) as (keyof Settings)[]).map((name) => ({
    label: labels[name],
    now: shown(now[name]),
    after: shown(wish[name]),
  }));
}

/** One site a line; what is written behind a site's name is left away, as browsers name it. */
export const originsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/\s+/)
      .filter((part) => part !== '')
      .map((part) => (URL.canParse(part) && /^https?:/.test(part) ? new URL(part).origin : part)),
  ),
];
