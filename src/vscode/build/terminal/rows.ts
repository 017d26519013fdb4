import stringWidth from 'string-width';
import { reset } from '../../../domain/terminalText/sgr.ts';

/**
 * Breaks program output into rows that a terminal does not wrap: a wrapped row would start in the first column, which is reserved for our
 * own lines. Colors continue from row to row.
 *
 * @param text safe to print: text and colors
 * @param head the start of the first row; `rail` is the start of all others and equally wide
 * @param room number of columns left beside them
 */
export function outputRows(text: string, head: string, rail: string, room: number): string {
  if (text.length <= room && isPlain(text)) {
    return head + text;
  }
  let rows = head;
  let left = room;
  let style = '';
  for (const [part] of text.matchAll(parts)) {
    if (part.startsWith('\x1b')) {
      style = part === reset ? '' : part;
      rows += part;
      continue;
    }
    for (const each of part) {
      const width = mostColumns(each);
      if (width > left) {
        rows += `${style === '' ? '' : reset}\r\n${rail}${style}`;
        left = room;
      }
      rows += each;
      left -= width;
    }
  }
  return rows;
}

/**
 * Breaks our own sentence, which may contain outside text, into rows of at most `width` columns; all but the first are indented. A word
 * that is longer than a row is left to the terminal, so that it can be copied, and ends its row.
 */
export function sentenceRows(sentence: string, width: number): string {
  const rows: string[] = [];
  for (const line of sentence.split('\n')) {
    let used = Infinity;
    for (const word of line.split(/\s+/).filter((each) => each !== '')) {
      const columns = widthOfWord(word);
      const isLong = columns > width - indent.length;
      if (used < width && (isLong || used + 1 + columns <= width)) {
        rows.push(`${rows.pop() ?? ''} ${word}`);
        used += 1 + columns;
      } else {
        const before = rows.length === 0 ? '' : indent;
        rows.push(before + word);
        used = before.length + columns;
      }
      used = isLong ? Infinity : used;
    }
  }
  return rows.join('\r\n');
}

const indent = '  ';

// eslint-disable-next-line no-control-regex -- the colours that a text may have
const parts = /\x1b\[[\d;:]*m|[^\x1b]+/g;

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function widthOfWord(word: string): number {
  let columns = 0;
  for (const each of word) {
    columns += mostColumns(each);
  }
  return columns;
}

/** The maximum number of columns of a character in any terminal: they differ for wide and combining characters. */
function mostColumns(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x1100) {
    return 1;
  }
  return code >= 0x2e80 ? 2 : Math.max(1, stringWidth(character));
}
