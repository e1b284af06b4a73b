/**
 * Lanes. Who waits stands in one of three: the ordinary line; the priority lane, which has a share of every batch; the
 * slow lane, for joins that look like a program until they are checked. How somebody was called is told by one of more.
 */
export const waitingLanes = ['ordinary', 'priority', 'slow'] as const;
export type WaitingLane = (typeof waitingLanes)[number];

export const codeLanes = ['ordinary', 'priority', 'staff'] as const;
/** Where an access code leads; `staff` is let in at once. */
export type CodeLane = (typeof codeLanes)[number];

export const admissionLanes = [
  ...waitingLanes,
  'returned', // Passed over, unanswered, snoozed or given a turn back: called before the line.
  'passthrough',
  'staff',
  'raffle',
  'reserve',
] as const;
export type AdmissionLane = (typeof admissionLanes)[number];

/** Turns that last for hours and were not paced by the floor: they take no slot of it (ADM-3). */
export const isOutsideFloor = (lane: AdmissionLane): boolean =>
  lane === 'passthrough' || lane === 'staff' || lane === 'raffle' || lane === 'reserve';
