import stringWidth from 'string-width';
import { styled, type Line, type Style } from './style.ts';

/** A styled part of a line. */
export interface Segment {
  readonly text: string;
  readonly style?: Style;
}

/**
 * Text whose width is the sum of its character widths in every terminal: terminals differ in combining characters, joiners and flags, and
 * an unexpected wrap would break the display.
 */
export function flat(text: string): string {
  return text.replace(/[\p{M}\p{Cf}\p{RI}]/gu, '');
}

/** Number of columns of a flat text. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) {
    return text.length;
  }
  let width = 0;
  for (const each of text) {
    width += stringWidth(each);
  }
  return width;
}

/** The text, shortened with `…` to `width`. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) {
    return text;
  }
  let taken = '';
  let room = width - 1;
  for (const each of text) {
    room -= widthOf(each);
    if (room < 0) {
      break;
    }
    taken += each;
  }
  return width > 0 ? `${taken}…` : '';
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** The segments as one line of at most `width` columns: with styles, and without. */
export function fitLine(segments: readonly Segment[], width: number): Line {
  let plain = '';
  let out = '';
  for (const { text, style } of segments) {
    const room = width - widthOf(plain);
    const piece = room > 0 ? fit(flat(text), room) : '';
    plain += piece;
    out += styled(piece, style);
  }
  return { styled: out, plain };
}

/** The number of rows of a flat line in a terminal that wraps it. */
export function rowsOf(line: string, columns: number): number {
  let rows = 1;
  let column = 0;
  for (const each of line) {
    const width = widthOf(each);
    if (column + width > columns) {
      rows++;
      column = 0;
    }
    column += width;
  }
  return rows;
}
