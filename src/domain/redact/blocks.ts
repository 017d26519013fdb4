import { isSecretName } from '../secretNames.ts';
import type { Range } from './ranges.ts';

/** A multi-line secret, as far as seen. */
export type Block =
  /** A private key in text, up to its end or the first line that cannot be part of it. */
  | { readonly kind: 'key'; readonly lines: number }
  /** The announced number of lines. */
  | { readonly kind: 'count'; readonly lines: number }
  /** The deeper indented lines of a YAML scalar. */
  | { readonly kind: 'scalar'; readonly indent: number; readonly lines: number }
  /** The values of a Kubernetes Secret, with deeper indentation. */
  | { readonly kind: 'data'; readonly indent: number; readonly lines: number }
  /** Up to a mark, which is a line or the end of one. */
  | { readonly kind: 'until'; readonly mark: string; readonly lines: number }
  /** The value of a field whose name is in the previous line. */
  | { readonly kind: 'value'; readonly lines: number };

/** A line within a block: its secrets, and the block after it. Undefined: the block had ended before. */
export type Continued = { readonly ranges: readonly Range[]; readonly block?: Block } | undefined;

/** An unclosed block must not redact the rest of a log. */
const longest = 500;
const keyBegin = /-{4,5} ?BEGIN [A-Z\d ]{0,60}PRIVATE KEY(?: BLOCK)? ?-{4,5}/;
const keyEnd = /-{4,5} ?END [A-Z\d ]{0,60}PRIVATE KEY(?: BLOCK)? ?-{4,5}/;

/** The block that starts in a line, and the secret part of the line. `start`: the start of the text, after a log's prefix. */
export function beginBlock(text: string, start: number): Continued {
  const begin = keyBegin.exec(text);
  if (begin) {
    const end = keyEnd.exec(text.slice(begin.index));
    return end
      ? { ranges: [{ start: begin.index, end: begin.index + end.index + end[0].length }] }
      : { ranges: [{ start: begin.index, end: text.length }], block: { kind: 'key', lines: longest } };
  }
  const content = text.slice(start);
  const putty = /^\s*Private-Lines: (\d{1,3})\s*$/.exec(content);
  if (putty) {
    return { ranges: [], block: { kind: 'count', lines: Number(putty[1]) } };
  }
  const opened =
    /^(\s*(?:- )*)["']?([\w.-]{1,100})["']?\s{0,8}[:=]\s{0,8}(?:([|>][+-]?\d?)|<<[-~]?["']?(\w{1,40})["']?|("""|''')[^"']*)$/.exec(
      content.trimEnd(),
    );
  if (opened && isSecretName(opened[2] ?? '')) {
    const mark = opened[4] ?? opened[5];
    const indent = opened[1]?.length ?? 0;
    return {
      ranges: [],
      block: mark === undefined ? { kind: 'scalar', indent, lines: longest } : { kind: 'until', mark, lines: longest },
    };
  }
  const named =
    /^\s*(?:- |\{\s?){0,3}["']?(?:name|key|variable)["']?\s{0,4}[:=]\s{0,4}["']?([\w.-]{1,100})["']?,?\s*$/i.exec(
      content,
    );
  return named && isSecretName(named[1] ?? '') ? { ranges: [], block: { kind: 'value', lines: 3 } } : undefined;
}

/** The next line within a block. */
export function continueBlock(block: Block, text: string, start: number): Continued {
  const content = text.slice(start);
  const left = block.lines - 1;
  if (left < 0) {
    return undefined;
  }
  const whole = { start: start + (content.length - content.trimStart().length), end: text.trimEnd().length };
  switch (block.kind) {
    case 'key': {
      const end = keyEnd.exec(content);
      if (end) {
        return { ranges: [{ ...whole, end: start + end.index + end[0].length }] };
      }
      const belongs =
        /^["']?[\w+/=-]*["',\\]{0,4}$/.test(content.trim()) || /^[A-Z][\w-]{1,40}: \S.*$/.test(content.trim());
      return belongs ? { ranges: [whole], block: { ...block, lines: left } } : undefined;
    }
    case 'count':
      return { ranges: [whole], ...(left > 0 && { block: { ...block, lines: left } }) };
    case 'scalar':
      return content.trim() === '' || indentOf(content) > block.indent
        ? { ranges: [whole], block: { ...block, lines: left } }
        : undefined;
    case 'data': {
      if (content.trim() !== '' && indentOf(content) <= block.indent) {
        return undefined;
      }
      const field = /^\s*["']?[\w.-]{1,253}["']?:\s+/.exec(content)?.[0].length;
      return {
        ranges: [field === undefined ? whole : { ...whole, start: start + field }],
        block: { ...block, lines: left },
      };
    }
    case 'until':
      return content.trim() === block.mark || (block.mark.length === 3 && content.trimEnd().endsWith(block.mark))
        ? { ranges: content.trim() === block.mark ? [] : [whole] }
        : { ranges: [whole], block: { ...block, lines: left } };
    case 'value':
      return valueLine(content, start, whole.end, left);
  }
}

function valueLine(content: string, start: number, end: number, left: number): Continued {
  const field = /^(\s*)["']?(?:value|defaultvalue)["']?\s{0,4}[:=]\s{0,4}/i.exec(content);
  if (!field) {
    return /^\s*(?:- )?["']?(?:name|key)\b/i.test(content) || left === 0
      ? undefined
      : { ranges: [], block: { kind: 'value', lines: left } };
  }
  const value = content.slice(field[0].length).trimEnd();
  if (/^[|>][+-]?\d?$/.test(value)) {
    return { ranges: [], block: { kind: 'scalar', indent: field[1]?.length ?? 0, lines: longest } };
  }
  const quote = /^["']/.exec(value)?.[0] ?? '';
  const closing = quote === '' ? 0 : (/["'],?$/.exec(value.slice(1))?.[0].length ?? 0);
  return { ranges: [{ start: start + field[0].length + quote.length, end: end - closing }] };
}

export function indentOf(content: string): number {
  return content.length - content.trimStart().length;
}
