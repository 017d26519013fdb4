const longestText = 65_536;
const longestParam = 300;

/** The end of a text, with terminal sequences and other control characters but line ends and tabs taken out. */
export function readable(text: string): string {
  return (
    text
      .slice(-longestText)
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex -- taking control characters out is the point
      .replace(/\x1b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|[@-Z\\-_])/g, '')
      // eslint-disable-next-line no-control-regex -- as above
      .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')
  );
}

/** A value to put into a sentence: one line, of a length that a notification bears, without invisible characters. */
export function paramOf(value: string): string {
  const line = value
    .slice(0, 4 * longestParam)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return line.length <= longestParam ? line : `${line.slice(0, longestParam - 1).trimEnd()}…`;
}
