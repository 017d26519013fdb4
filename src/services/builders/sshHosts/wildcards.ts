/**
 * Whether a file name matches a pattern of ssh_config(5): `*` is any number of characters, `?` is one. As a regular expression, a pattern
 * with many asterisks would take exponential time.
 */
export function matchesWildcards(name: string, pattern: string): boolean {
  let at = 0;
  let own = 0;
  /** The position of the last asterisk, and the end of the text that it has matched. */
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
