import { csvFields } from '../../policy/csv.ts';
import { unquoted } from './instructions.ts';

/** What a stage is made of and asks for, as far as its instructions say it. */
export interface StagePart {
  /** Names of stages, contexts and images: first the one that it builds on, then those that its steps take files from. */
  readonly uses: readonly string[];
  /** Its build arguments; without a default, undefined. */
  readonly args: readonly Argument[];
  /** Arguments that it cannot do without: `${NAME:?…}`. */
  readonly wanted: readonly string[];
  readonly mounts: readonly MountInput[];
  /** Files and folders of the build context, as they are written; nothing that only BuildKit could tell. */
  readonly copied: readonly string[];
}

export interface Argument {
  readonly name: string;
  readonly value?: string;
}

/** Something that `RUN --mount` gets from whoever builds. */
export interface MountInput {
  readonly kind: 'secret' | 'ssh';
  readonly id: string;
  /** Without it the step fails. */
  readonly required: boolean;
}

/** Entries of each kind that are kept of a stage, besides those that decide what is built; people have a dozen. */
const most = 100;

/** Collects what the instructions of one stage say. */
export class StageReader {
  readonly #escape: string;
  readonly #uses: string[] = [];
  readonly #args: Argument[] = [];
  readonly #wanted: string[] = [];
  readonly #mounts: MountInput[] = [];
  readonly #copied: string[] = [];

  constructor(escape: string, base: string) {
    this.#escape = escape;
    this.#uses.push(base);
  }

  get part(): StagePart {
    const kept = <T>(all: readonly T[]) => all.slice(0, most);
    return {
      uses: this.#uses,
      args: kept(this.#args),
      wanted: kept(this.#wanted),
      mounts: kept(this.#mounts),
      copied: kept([...new Set(this.#copied)]),
    };
  }

  read([instruction = '', ...words]: readonly string[]): void {
    for (const name of words.flatMap((word) => wantedIn(word))) {
      this.#wanted.push(name);
    }
    switch (instruction.toUpperCase()) {
      case 'ARG':
        words.forEach((word) => this.#args.push(argumentOf(word, this.#escape)));
        break;
      case 'COPY':
      case 'ADD':
        this.#copy(words);
        break;
      case 'RUN':
        this.#flagsOf(words).forEach((flag) => {
          this.#mount(flag);
        });
        break;
    }
  }

  /** The options before the first word that is none. */
  #flagsOf(words: readonly string[]): readonly string[] {
    const end = words.findIndex((word) => !word.startsWith('--'));
    return words.slice(0, end < 0 ? words.length : end).map((word) => unquoted(word, this.#escape));
  }

  #copy(words: readonly string[]): void {
    const flags = this.#flagsOf(words);
    const from = flags.find((flag) => flag.startsWith('--from='));
    if (from !== undefined) {
      this.#use(from.slice('--from='.length));
      return;
    }
    const sources = listed(words.slice(flags.length)).slice(0, -1);
    for (const source of sources.slice(0, most)) {
      this.#addCopied(source);
    }
  }

  #use(name: string): void {
    if (name !== '') {
      this.#uses.push(name);
    }
  }

  #addCopied(source: string): void {
    const path = contextPath(source);
    if (path !== undefined) {
      this.#copied.push(path);
    }
  }

  #mount(flag: string): void {
    if (!flag.startsWith('--mount=')) {
      return;
    }
    const fields = new Map(
      csvFields(flag.slice('--mount='.length)).map((field) => {
        const at = field.indexOf('=');
        return at < 0 ? [field.toLowerCase(), 'true'] : [field.slice(0, at).toLowerCase(), field.slice(at + 1)];
      }),
    );
    const [from, kind] = [fields.get('from'), fields.get('type') ?? 'bind'];
    if (from !== undefined) {
      this.#use(from);
    } else if (kind === 'bind') {
      this.#addCopied(fields.get('source') ?? fields.get('src') ?? '');
    }
    if (kind === 'secret' || kind === 'ssh') {
      const id = fields.get('id') ?? (kind === 'ssh' ? 'default' : lastPart(targetOf(fields)));
      const required = ['1', 't', 'true'].includes((fields.get('required') ?? '').toLowerCase());
      if (id !== '' && !id.includes('$')) {
        this.#mounts.push({ kind, id, required });
      }
    }
  }
}

/** The variables that fail the build where they are empty: `${NAME:?…}`. */
export function wantedIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{(\w+):?\?/g)].map(([, name = '']) => name);
}

/** `ARG NAME=value`, without its quotes. */
export function argumentOf(word: string, escape: string): Argument {
  const at = word.indexOf('=');
  return at < 0 ? { name: word } : { name: word.slice(0, at), value: unquoted(word.slice(at + 1), escape) };
}

function targetOf(fields: ReadonlyMap<string, string>): string {
  return fields.get('target') ?? fields.get('dst') ?? fields.get('destination') ?? '';
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The words of `COPY a b`, or those of `COPY ["a", "b"]`. */
function listed(words: readonly string[]): readonly string[] {
  if (words[0]?.startsWith('[') !== true) {
    return words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
  }
  try {
    const list: unknown = JSON.parse(words.join(' '));
    return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * A source as a path in the context, up to what stands for several files; nothing for the context itself, for what is elsewhere,
 * and for what has variables.
 */
function contextPath(source: string): string | undefined {
  if (/^[a-z][\w+.-]*:\/\/|^git@|^<<|[$\\]/.test(source)) {
    return undefined;
  }
  const parts = source.split('/').filter((part) => part !== '' && part !== '.');
  const several = parts.findIndex((part) => /[*?[]/.test(part));
  const path = parts.slice(0, several < 0 ? parts.length : several).join('/');
  return path === '' || parts.includes('..') ? undefined : path;
}
