/**
 * Why a line is paused, as visitors read it. An organiser writes it in one language or both, or once for all; where nobody
 * wrote anything, visitors read who stopped the line at least, instead of nothing.
 */

export interface ReasonTexts {
  readonly ko?: string | undefined;
  readonly en?: string | undefined;
}

export interface KeptReason {
  /** What everybody reads, or who reads none of the languages that it was written in. */
  readonly reason: string | null;
  readonly reasonKo: string | null;
  readonly reasonEn: string | null;
}

export interface ToldReason {
  readonly reason: string;
  /** By language; left out where it was written once for all. */
  readonly reasons?: ReasonTexts;
}

const unsaid = {
  en: 'The organiser has stopped it for a moment',
  ko: '주최자가 잠시 멈췄어요',
} as const satisfies ReasonTexts;

export function reasonTold({ reason, reasonKo, reasonEn }: KeptReason): ToldReason {
  if (reason === null) return { reason: unsaid.en, reasons: unsaid };
  const reasons = reasonsOf({ reasonKo, reasonEn });
  return { reason, ...(reasons && { reasons }) };
}

/** Null where it was written in no language of its own. */
export function reasonsOf({ reasonKo, reasonEn }: Omit<KeptReason, 'reason'>): ReasonTexts | null {
  if (reasonKo === null && reasonEn === null) return null;
  return { ...(reasonKo !== null && { ko: reasonKo }), ...(reasonEn !== null && { en: reasonEn }) };
}

/** What a reader of this language reads. */
export const reasonIn = (
  told: { readonly reason?: string | null; readonly reasons?: ReasonTexts | null },
  language: 'ko' | 'en',
): string | null => told.reasons?.[language] ?? told.reason ?? null;

/** Words of somebody else within ours. */
export interface Quote {
  readonly text: string;
  /** Empty where nobody knows. */
  readonly lang: 'ko' | 'en' | '';
}

/** What a reader of this language reads although it was not written in it; null where it was, and where nothing was. */
export function foreignReason(told: Parameters<typeof reasonIn>[0], language: 'ko' | 'en'): Quote | null {
  const text = reasonIn(told, language)?.trim();
  if (!text || told.reasons?.[language] !== undefined) return null;
  const lang = (['ko', 'en'] as const).find((one) => told.reasons?.[one] === told.reason);
  return { text, lang: lang ?? '' };
}
