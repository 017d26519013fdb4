/** Milliseconds since 1970. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** The total time that at least one of the intervals covers, in milliseconds. */
export function coveredMs(intervals: readonly Interval[]): number {
  let sum = 0;
  let reached = -Infinity;
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    sum += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return sum;
}
