/**
 * Whether a file's name fits a pattern of ssh_config(5): `*` is any number of characters, `?` is one. Made into a regular
 * expression, a pattern with many asterisks takes forever on a name that does not fit.
 */
export function matchesWildcards(name: string, pattern: string): boolean {
  let at = 0;
  let own = 0;
  /** Where the last asterisk stands, and up to where it has swallowed the name. */
  let star = -1;
  let swallowed = 0;
  while (at < name.length) {
    if (pattern[own] === '*') {
      star = own++;
      swallowed = at;
    } else if (own < pattern.length && (pattern[own] === '?' || pattern[own] === name[at])) {
      own++;
      at++;
    } else if (star >= 0) {
      own = star + 1;
      at = ++swallowed;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(own));
}
