const byNumbers = new Intl.Collator('en', { numeric: true });

/**
 * Sorts tags by probable age, newest first: `latest`, then versions in descending order, then the others, comparing numbers as numbers.
 * Registries do not report when a tag was pushed.
 */
export function newestFirst(tags: readonly string[]): readonly string[] {
  return [...tags].sort((one, other) => rank(one) - rank(other) || byNumbers.compare(other, one));
}

function rank(tag: string): number {
  return tag === 'latest' ? 0 : /^v?\d/.test(tag) ? 1 : 2;
}
