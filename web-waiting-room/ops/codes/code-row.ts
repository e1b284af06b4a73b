/** An access code as staff sees it, how far it still opens, and what making some asks the server for. Pure. */
import type { CodeLane } from '../../../domain/lane.ts';

export interface AccessCode {
  readonly id: string;
  readonly label: string;
  readonly lane: CodeLane;
  readonly usesMax: number;
  readonly uses: number;
  readonly endsAt: string | null;
  readonly withdrawnAt: string | null;
  readonly createdAt: string;
}

export type Validity = 'withdrawn' | 'over' | 'usedUp' | 'until' | 'always';

export function validityOf({ uses, usesMax, endsAt, withdrawnAt }: AccessCode, nowMs: number): Validity {
  if (withdrawnAt !== null) return 'withdrawn';
  if (endsAt !== null && Date.parse(endsAt) <= nowMs) return 'over';
  if (uses >= usesMax) return 'usedUp';
  return endsAt === null ? 'always' : 'until';
}

export interface CodeDraft {
  readonly count: string;
  readonly usesMax: string;
  readonly label: string;
  readonly lane: CodeLane;
  readonly endsAt: string;
}
export const emptyCodeDraft: CodeDraft = {
  count: '10',
  usesMax: '1',
  label: '',
  lane: 'ordinary',
  endsAt: '',
};

/** A field for date and time knows no zone: it means the organiser's own. */
export function codesBody({ count, usesMax, label, lane, endsAt }: CodeDraft): Record<string, unknown> {
  const endsAtMs = endsAt === '' ? Number.NaN : new Date(endsAt).getTime();
  return {
    count: Number(count) || 1,
    usesMax: Number(usesMax) || 1,
    lane,
    ...(label.trim() !== '' && { label: label.trim() }),
    ...(!Number.isNaN(endsAtMs) && { endsAt: new Date(endsAtMs).toISOString() }),
  };
}

/** What tells codes for the same people apart without showing them: in the list, and beside each code when it is made. */
export const shortNumber = (id: string): string => id.slice(-5).toUpperCase();
