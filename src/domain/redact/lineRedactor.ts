import { assignedSecrets, namedValues } from './assignments.ts';
import { beginBlock, continueBlock, indentOf, type Block } from './blocks.ts';
import { asRead, type Range } from './ranges.ts';
import { isSuspicious, shapedSecrets } from './shapes.ts';

/** The prefix of a log line: the number of a step, seconds, a time, the name of the program. */
const prefix =
  /^(?:#\d{1,6} {1,2})?(?:\d{1,7}\.\d{1,6} )?(?:\d{4}-\d\d-\d\d[T ][\d:.,]{5,20}(?:Z|[+-]\d\d:?\d\d)? )?(?:[\w.-]{1,40} {0,20}[│|] )?/;
/** Maximum number of steps that are tracked separately in a log with their numbers. */
const mostSources = 1000;

interface Source {
  block?: Block | undefined;
  /** The lines of a Kubernetes Secret follow. */
  secretKind: boolean;
}

/**
 * Redacts the consecutive lines of a log: multi-line secrets are recognized by their start. Takes time proportional to the length of a
 * line.
 */
export class LineRedactor {
  readonly #known: readonly string[];
  readonly #sources = new Map<string, Source>();
  /** Those that can make a following line secret. */
  readonly #open = new Set<Source>();

  /** @param secrets known secret values, redacted everywhere, also in encoded form */
  constructor(secrets: readonly string[] = []) {
    this.#known = [...new Set(secrets.flatMap(waysToWrite))].sort((a, b) => b.length - a.length);
  }

  /** A line without its line end. Keeps colors. */
  line(line: string): string {
    return asRead(line, (text) => this.#secretsOf(text));
  }

  /** Several lines separated by line feeds. Most contain no secrets, which a single check of all of them shows. */
  lines(text: string): string {
    return this.#isHarmless(text)
      ? text
      : text
          .split('\n')
          .map((line) => this.line(line))
          .join('\n');
  }

  /** Whether nothing in a text can be secret, not even because of the previous text. */
  #isHarmless(text: string): boolean {
    return (
      this.#open.size === 0 &&
      !text.includes('\x1b') &&
      !text.includes('kind:') &&
      !isSuspicious(text) &&
      !this.#known.some((secret) => text.includes(secret))
    );
  }

  #secretsOf(text: string): readonly Range[] {
    const known = this.#known.flatMap((secret) => occurrences(text, secret));
    const isSuspect = isSuspicious(text);
    if (!isSuspect && this.#open.size === 0 && !text.includes('kind:')) {
      return known;
    }
    const source = this.#source(/^#\d{1,6}/.exec(text)?.[0] ?? '');
    const found = this.#look(source, text, isSuspect);
    this.#open[source.block !== undefined || source.secretKind ? 'add' : 'delete'](source);
    return [...known, ...found];
  }

  #look(source: Source, text: string, isSuspect: boolean): readonly Range[] {
    const start = prefix.exec(text)?.[0].length ?? 0;
    const continued = source.block && continueBlock(source.block, text, start);
    source.block = continued?.block;
    if (continued && continued.ranges.length > 0) {
      return continued.ranges;
    }
    this.#followKind(source, text.slice(start));
    if (!isSuspect) {
      return [];
    }
    const begun = beginBlock(text, start);
    source.block ??= begun?.block;
    return [...(begun?.ranges ?? []), ...shapedSecrets(text), ...namedValues(text), ...assignedSecrets(text, start)];
  }

  #source(name: string): Source {
    const known = this.#sources.get(name);
    if (known) {
      return known;
    }
    if (this.#sources.size >= mostSources) {
      this.#sources.clear();
      this.#open.clear();
    }
    const source: Source = { secretKind: false };
    this.#sources.set(name, source);
    return source;
  }

  #followKind(source: Source, content: string): void {
    if (/^\s*kind:/.test(content)) {
      source.secretKind = /^\s*kind:\s*["']?Secret["']?\s*$/.test(content);
    } else if (content.startsWith('---')) {
      source.secretKind = false;
    } else if (source.secretKind && /^\s*(?:data|stringData):\s*$/.test(content)) {
      source.block = { kind: 'data', indent: indentOf(content), lines: 500 };
    }
  }
}

function occurrences(text: string, secret: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length)) {
    found.push({ start: at, end: at + secret.length });
  }
  return found;
}

/** Minimum length of values that are also searched for in encoded form, and of the lines of a multi-line value. */
const longEnough = 8;

function waysToWrite(secret: string): string[] {
  const lines = secret.split(/\r?\n/);
  const parts =
    lines.length === 1 ? lines : lines.map((line) => line.trim()).filter((line) => line.length >= longEnough);
  const encoded =
    secret.length < longEnough
      ? []
      : [
          encodeURIComponent(Buffer.from(secret).toString()),
          Buffer.from(secret).toString('base64'),
          JSON.stringify(secret).slice(1, -1),
        ];
  return [...parts, ...encoded].filter((way) => way !== '');
}
