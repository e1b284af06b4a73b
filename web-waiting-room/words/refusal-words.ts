/**
 * A "no" in words (PAG-15): never a code alone, never "error". Each sentence names the way out; the page puts it on a
 * button. `offline` is the page's own code: no answer came. Two tables, because the waiting page carries only the first.
 */
import type { RefusalCode } from '../../domain/refusals.ts';
import type { lineRefusals } from './english/line-refusals.ts';
import type { orderRefusals } from './english/order-refusals.ts';

export interface RefusalWords {
  readonly title: string;
  readonly sentence: string;
}
export type LineRefusal = keyof typeof lineRefusals;
export type OrderRefusal = keyof typeof orderRefusals;
export type RefusalTable<Code extends string> = Readonly<Record<Code, RefusalWords>>;

/** Every code that the product knows is in one of the tables; a new one without words does not compile. */
export type AnyRefusal = LineRefusal | OrderRefusal;
type Missing = Exclude<RefusalCode, AnyRefusal>;
export const everyRefusalHasWords: [Missing] extends [never] ? true : Missing = true;

/** The words for `code`; one that this page does not know yet is our fault, and is said so. */
export const wordsFor = <Code extends string>(
  table: RefusalTable<Code | 'internal'>,
  code: string,
): RefusalWords => (table as Readonly<Record<string, RefusalWords>>)[code] ?? table.internal;
