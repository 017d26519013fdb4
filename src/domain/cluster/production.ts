const production = /^(?:prod|prd|production|live)\d*$|(?:prod|production)\d*$/;
const nearly = /^(?:non|pre|not|no|un|post|re)prod(?:uction)?\d*$/;
const negation = ['non', 'not', 'no', 'pre', 'un'];

/**
 * Whether one of these names (of a context, cluster or namespace) indicates production: `prod`, `eu-production-2`, `arn:…:cluster/live`.
 * `preprod`, `non-prod` and `product-search` do not.
 */
export function looksLikeProduction(names: readonly (string | undefined)[]): boolean {
  return names.some((name) => {
    const words = (name ?? '')
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z\d]+/);
    return words.some(
      (word, at) => production.test(word) && !nearly.test(word) && !negation.includes(words[at - 1] ?? ''),
    );
  });
}
