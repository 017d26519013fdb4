import { trimStart } from '../../untrusted/trim.ts';

/** A line of a Dockerfile with those that continue it. */
export interface Instruction {
  readonly words: readonly string[];
  readonly line: number;
}

/** The instructions of a file by BuildKit's rules for comments, line continuations and here-documents, whose lines are left out. */
export function* instructions(lines: readonly string[], escape: string): Generator<Instruction> {
  // two of them are one that is meant
  const continued = escape === '`' ? /(?<!`)`[ \t]*$/ : /(?<!\\)\\[ \t]*$/;
  for (let at = 0; at < lines.length; at++) {
    const first = at;
    const parts: string[] = [];
    for (let open = true; open && at < lines.length; at++) {
      const line = lines[at] ?? '';
      const skipped = /^\s*#/.test(line) || (parts.length > 0 && line.trim() === '');
      if (!skipped) {
        open = continued.test(line);
        parts.push(line.replace(continued, ''));
      } else {
        open = parts.length > 0;
      }
    }
    at--;
    const { words, whole } = wordsOf(parts.join(''));
    if (words.length > 0) {
      yield { words, line: first + 1 };
    }
    for (const heredoc of whole ? heredocsOf(words) : []) {
      at = endOfHeredoc(lines, at + 1, heredoc);
    }
  }
}

const directives: readonly string[] = ['syntax', 'check', 'escape'];

/** The `escape` directive; directives stand at the top, and whatever is none that BuildKit knows ends them. */
export function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const start = /^\s*#\s*([a-z][a-z\d]*)\s*=/i.exec(line);
    const name = start?.[1]?.toLowerCase() ?? '';
    const value = start ? line.slice(start[0].length).trim() : '';
    if (value === '' || !directives.includes(name)) {
      break;
    }
    if (name === 'escape') {
      return value;
    }
  }
  return '\\';
}

interface Words {
  readonly words: readonly string[];
  /** Whether every quote is closed. BuildKit finds no here-document in a line where one is not. */
  readonly whole: boolean;
}

/**
 * Splits at blanks that are neither in quotes nor behind a backslash, which both stay; a quote that is never closed is a
 * character like any other, and the blanks behind `<<` belong to what follows.
 */
function wordsOf(text: string): Words {
  const words: string[] = [];
  let word = '';
  const open = { "'": true, '"': true };
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at);
    const quote = char === '"' || char === "'" ? char : undefined;
    const end = quote !== undefined && open[quote] ? endOfQuote(text, at, quote) : at;
    if (quote !== undefined && end < 0) {
      // none that follows is closed either: all of them were passed over as escaped
      open[quote] = false;
    }
    if (/\s/.test(char)) {
      if (word !== '') {
        words.push(word);
      }
      word = '';
      at++;
    } else {
      const next =
        char === '\\' ? at + 2 : text.startsWith('<<', at) ? endOfBlanks(text, at + 2) : Math.max(at, end) + 1;
      word += text.slice(at, next);
      at = next;
    }
  }
  return { words: word === '' ? words : [...words, word], whole: open["'"] && open['"'] };
}

function endOfBlanks(text: string, start: number): number {
  let at = start;
  while (/\s/.test(text.charAt(at))) {
    at++;
  }
  return at;
}

/** An option without its quotes and escapes (BuildKit's `extractBuilderFlags`). */
export function unquoted(word: string, escape: string): string {
  let out = '';
  let quote: string | undefined;
  for (let at = 0; at < word.length; at++) {
    const char = word.charAt(at);
    if (char === quote) {
      quote = undefined;
    } else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char;
    } else if (char === escape) {
      at++;
      out += word.charAt(at);
    } else {
      out += char;
    }
  }
  return out;
}

/** Where a quote that opens at `start` is closed, or -1; a backslash escapes within double quotes. */
function endOfQuote(text: string, start: number, quote: '"' | "'"): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) {
      return at;
    }
    if (quote === '"' && text[at] === '\\') {
      at++;
    }
  }
  return -1;
}

interface Heredoc {
  readonly name: string;
  readonly indented: boolean;
}

function heredocsOf(words: readonly string[]): readonly Heredoc[] {
  const [first = '', second = ''] = words.map((word) => word.toUpperCase());
  const instruction = first === 'ONBUILD' ? second : first;
  if (!['RUN', 'COPY', 'ADD'].includes(instruction)) {
    return [];
  }
  return words.flatMap((word) => {
    const found = /^\d*<<(-?)([^<]*)$/.exec(word);
    const name = unquoted(trimStart(found?.[2] ?? '', ' \t'), '\\');
    return name === '' ? [] : [{ name, indented: found?.[1] === '-' }];
  });
}

/** The line on which the here-document ends, or the last line of the file where it never does. */
function endOfHeredoc(lines: readonly string[], from: number, heredoc: Heredoc): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if ((heredoc.indented ? trimStart(line, '\t') : line) === heredoc.name) {
      return at;
    }
  }
  return lines.length;
}
