const byNumbers = new Intl.Collator('en', { numeric: true });

/**
 * Tags with what looks newest first: `latest`, then versions from the highest down, then the others, numbers in them
 * compared as such. Registries do not say when a tag was pushed.
 */
export function newestFirst(tags: readonly string[]): readonly string[] {
  return [...tags].sort((one, other) => rank(one) - rank(other) || byNumbers.compare(other, one));
}

function rank(tag: string): number {
  return tag === 'latest' ? 0 : /^v?\d/.test(tag) ? 1 : 2;
}
