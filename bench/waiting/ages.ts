/**
 * How old a position is: from the moment the line moved on until a visitor who waits among the first knows it. Every
 * step of the line counts once for each of them, so a late frame is as old as it is late for everybody who got it.
 */

/** At `atMs` the line's counter stood at `moved` for the first time. */
export interface Step {
  readonly moved: number;
  readonly atMs: number;
}
/** What one visitor heard: at `atMs` that the counter stood at `moved`. In the order of time. */
export interface Heard {
  /** Visitors in front, and the counter they belong to. */
  readonly ahead: number;
  readonly aheadMoved: number;
  readonly news: readonly Step[];
}

/**
 * Milliseconds, one for each step and visitor who stood among the first `nearMax` after it and was not called yet. Who
 * never heard of a step is counted as hearing of it at `endMs`.
 */
export function agesOf(
  steps: readonly Step[],
  visitors: readonly Heard[],
  { nearMax, endMs }: { readonly nearMax: number; readonly endMs: number },
): number[] {
  const ages: number[] = [];
  for (const { ahead, aheadMoved, news } of visitors) {
    let at = 0;
    for (const step of steps) {
      const left = ahead - (step.moved - aheadMoved);
      if (left < 0 || left >= nearMax) continue;
      while (at < news.length && (news[at]?.moved ?? 0) < step.moved) at += 1;
      ages.push(Math.max(0, (news[at]?.atMs ?? endMs) - step.atMs));
    }
  }
  return ages;
}
