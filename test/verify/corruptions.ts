/** One corruption for each invariant, so that nothing else is broken by it. */
import { lineCorruptions } from './corrupt-line.ts';
import { listCorruptions } from './corrupt-lists.ts';
import { orderCorruptions } from './corrupt-orders.ts';
import { pointsCorruptions } from './corrupt-points.ts';
import { returnsCorruptions } from './corrupt-returns.ts';
import { ticketsCorruptions } from './corrupt-tickets.ts';
import type { Corruption } from './corruption.ts';

export const corruptions: readonly Corruption[] = [
  ...orderCorruptions,
  ...pointsCorruptions,
  ...returnsCorruptions,
  ...ticketsCorruptions,
  ...lineCorruptions,
  ...listCorruptions,
];
