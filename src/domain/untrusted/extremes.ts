/** The lowest of any number of numbers; `Math.min(...numbers)` overflows the stack with about 100,000. */
export function lowestOf(numbers: Iterable<number>): number | undefined {
  let lowest: number | undefined;
  for (const number of numbers) {
    lowest = lowest === undefined || number < lowest ? number : lowest;
  }
  return lowest;
}

/** The highest of any number of numbers. */
export function highestOf(numbers: Iterable<number>): number | undefined {
  let highest: number | undefined;
  for (const number of numbers) {
    highest = highest === undefined || number > highest ? number : highest;
  }
  return highest;
}
