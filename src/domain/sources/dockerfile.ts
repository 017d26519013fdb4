import { trimStart } from '../untrusted/trim.ts';
import { usedBy } from './dockerfile/usedBy.ts';

/** A build stage of a Dockerfile, as it is written there. */
export interface Stage {
  /** From `AS name`; matched without regard to case by BuildKit. */
  readonly name?: string;
  /** Counted from 0. */
  readonly index: number;
  /** What follows `FROM`: an image, an earlier stage, `scratch`, or an expression with variables. */
  readonly base: string;
  /** The value of `--platform`; may be a variable such as `$BUILDPLATFORM`. */
  readonly platform?: string;
  /** Line of its `FROM`, counted from 1. */
  readonly line: number;
  /** The stages, contexts and images that its steps take files from; absent where there are none. */
  readonly uses?: readonly string[];
}

export interface Dockerfile {
  readonly stages: readonly Stage[];
  /** The arguments before the first stage, in their order; without a default, undefined. */
  readonly args: readonly { readonly name: string; readonly value?: string }[];
  /** Whether it begins as every Dockerfile has to: with a stage, or with arguments before one. */
  readonly isOne: boolean;
}

/**
 * Reads a Dockerfile by BuildKit's rules for directives, comments, line continuations and here-documents
 * (frontend/dockerfile/parser). Anything else is skipped, so that a broken file still shows what can be read.
 */
export function readDockerfile(text: string): Dockerfile {
  const stages: (Stage & { uses?: string[] })[] = [];
  const args: { name: string; value?: string }[] = [];
  let first: string | undefined;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const escape = escapeOf(lines);
  for (const { words, line } of instructions(lines, escape)) {
    const instruction = words[0]?.toUpperCase();
    first ??= instruction;
    if (instruction === 'ARG' && stages.length === 0) {
      words.slice(1).forEach((word) => args.push(argumentOf(word, escape)));
    }
    if (instruction === 'FROM') {
      const stage = stageOf(words.slice(1), stages.length, line, escape);
      if (stage) {
        stages.push(stage);
      }
    }
    const last = stages.at(-1);
    if (last && (instruction === 'COPY' || instruction === 'RUN')) {
      for (const name of usedBy(words.slice(1), (word) => unquoted(word, escape))) {
        (last.uses ??= []).push(name);
      }
    }
  }
  return { stages, args, isOne: stages.length > 0 && (first === 'FROM' || first === 'ARG') };
}

export function stagesOf(text: string): readonly Stage[] {
  return readDockerfile(text).stages;
}

/** The stages that are worth asking about: those with a name, the last one (which is built anyway) left out. */
export function choosableStages(stages: readonly Stage[]): readonly (Stage & { readonly name: string })[] {
  return stages.slice(0, -1).filter((stage): stage is Stage & { name: string } => stage.name !== undefined);
}

function stageOf(
  words: readonly string[],
  index: number,
  line: number,
  escape: string,
): Omit<Stage, 'uses'> | undefined {
  const platform = words
    .filter((word) => word.startsWith('--'))
    .map((word) => unquoted(word, escape))
    .find((word) => word.startsWith('--platform='))
    ?.slice('--platform='.length);
  const [base, as, name] = words.filter((word) => !word.startsWith('--'));
  if (base === undefined) {
    return undefined;
  }
  const named = as?.toUpperCase() === 'AS' && name !== undefined;
  return { index, base, line, ...(named ? { name } : {}), ...(platform ? { platform } : {}) };
}

function argumentOf(word: string, escape: string): { name: string; value?: string } {
  const at = word.indexOf('=');
  return at < 0 ? { name: word } : { name: word.slice(0, at), value: unquoted(word.slice(at + 1), escape) };
}

interface Instruction {
  readonly words: readonly string[];
  readonly line: number;
}

function* instructions(lines: readonly string[], escape: string): Generator<Instruction> {
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
function escapeOf(lines: readonly string[]): string {
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
function unquoted(word: string, escape: string): string {
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
