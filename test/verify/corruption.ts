/** A corruption that verify must name, and the words in which it is planted. */
import type { Story } from './history.ts';

export interface Corruption {
  readonly breaks: string;
  readonly plants: string;
  readonly by: readonly string[];
  /** What visitors of the crowd are told beside what is right. */
  readonly crowd?: Record<number, Story>;
}

export const drop = (table: string, ...constraints: string[]) =>
  constraints.map((name) => `alter table "${table}" drop constraint ${name}`);
export const tierChecks = drop(
  'tier',
  'tier_check',
  'tier_available_check',
  'tier_held_check',
  'tier_sold_check',
);
