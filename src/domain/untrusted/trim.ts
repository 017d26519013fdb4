/**
 * `text` without the given characters at its end. A pattern such as `/\r+$/` takes quadratic time: it restarts at each of them if another
 * character follows.
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) {
    end--;
  }
  return text.slice(0, end);
}

/** `text` without the given characters at its start. */
export function trimStart(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) {
    start++;
  }
  return text.slice(start);
}
