/** The 16 theme colors and weights: no others are printed. */
const codes = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  cyan: 36,
} as const;

export type Style = keyof typeof codes;

export function styled(text: string, style: Style | undefined): string {
  return style === undefined || text === '' ? text : `\x1b[${codes[style]}m${text}\x1b[0m`;
}

/** A line with styles, and the same without. */
export interface Line {
  readonly styled: string;
  readonly plain: string;
}

export function lineOf(text: string): Line {
  // eslint-disable-next-line no-control-regex -- the sequences that `styled` and the log's own colours are made of
  return { styled: text, plain: text.includes('\x1b') ? text.replace(/\x1b\[[\d;:]*m/g, '') : text };
}
