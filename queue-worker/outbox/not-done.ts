/**
 * Some rows of a job could not be done, each for a cause of its own; the others are done. The job is tried again and finds
 * only these, and when its tries are used up each is kept under what it failed by (ORD-17).
 */
export class NotDone extends Error {
  override readonly name = 'NotDone';
  /** By the row's id. */
  readonly faults: ReadonlyMap<number, unknown>;

  /** Of one row at least. */
  constructor(faults: ReadonlyMap<number, unknown>) {
    const [[id, fault] = [0, null]] = faults;
    const others = faults.size > 1 ? `, and ${faults.size - 1} more` : '';
    super(`row ${id}: ${messageOf(fault)}${others}`, { cause: fault });
    this.faults = faults;
  }
}

export const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));
