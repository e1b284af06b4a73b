/** A line of the audit as the dashboard's journal shows it: what the act was about, in a few words. */
import type { AuditLine } from '../../db/audit.ts';
import type { OpsJournalLine } from '../../domain/ops-snapshot.ts';

export const journalLine = (line: AuditLine): OpsJournalLine => ({
  at: line.at.toISOString(),
  actor: line.actorName,
  act: line.act,
  detail: wordsOf(line.detail),
  reason: line.reason,
});

/** What a phone shows of it. */
const WORDS_MAX = 200;

const wordsOf = (detail: Record<string, unknown>): string =>
  Object.entries(detail)
    // Ids of things that were made say nothing to people; the audit keeps them.
    .filter(([name, value]) => value !== null && name !== 'ids')
    .map(([name, value]) => `${name} ${valueWords(value)}`)
    .join(', ')
    .slice(0, WORDS_MAX);

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join('; ');
  if (typeof value !== 'object' || value === null) return String(value ?? 'none');
  if ('was' in value && 'is' in value) return `${valueWords(value.was)} → ${valueWords(value.is)}`;
  return Object.values(value).map(valueWords).join(' ');
}
