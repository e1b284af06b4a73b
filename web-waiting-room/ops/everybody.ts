/** How many wait, whatever lane they stand in: the line's own count is of the ordinary one. */
import type { OpsSnapshot } from '../../domain/ops-snapshot.ts';

export const inAllLanes = ({ waiting, priority, slow }: OpsSnapshot['line']): number =>
  waiting + priority + slow;
/** With those in the lobby. */
export const everybodyIn = (line: OpsSnapshot['line']): number => inAllLanes(line) + line.lobby;
