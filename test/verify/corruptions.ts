/** One corruption for each invariant, so that nothing else is broken by it. */
import { lineCorruptions } from './corrupt-line.ts';
import { listCorruptions } from './corrupt-lists.ts';
import { orderCorruptions } from './corrupt-orders.ts';
import type { Corruption } from './corruption.ts';

export const corruptions: readonly Corruption[] = [
  ...orderCorruptions,
  ...lineCorruptions,
  ...listCorruptions,
];
