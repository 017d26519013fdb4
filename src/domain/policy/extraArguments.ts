import { leavesByCache, leavesByOutput } from './bakeDefinition.ts';
import { readCache, readOutput } from './exchange.ts';

/** Consecutive additional words, and the options that buildx's parser (pflag) recognizes in them. */
interface Group {
  readonly words: readonly string[];
  readonly options: readonly ExtraOption[];
}

/** An option that the user added, by its long name. */
export interface ExtraOption {
  readonly name: string;
  readonly value: string;
}

type Kind = 'build' | 'bake';

/** Options without a following value; `--push=false` turns one off (buildx commands/build.go, bake.go). */
const switches: ReadonlySet<string> = new Set(
  'push load no-cache pull quiet debug help check compress squash rm force-rm detach list-targets list-variables'.split(
    ' ',
  ),
);

/** Options that always have a value, regardless of its form (the same sources). `print` is a switch of bake only. */
const valued: Readonly<Record<Kind, ReadonlySet<string>>> = {
  build: new Set(
    'add-host allow annotation attest build-arg build-context builder cache-from cache-to call cgroup-parent cpu-period cpu-quota cpu-shares cpuset-cpus cpuset-mems file iidfile isolation label memory memory-swap metadata-file network no-cache-filter output platform policy print progress provenance resource sbom secret security-opt shm-size ssh tag target ulimit'.split(
      ' ',
    ),
  ),
  bake: new Set('allow builder call file list metadata-file policy progress provenance sbom set var'.split(' ')),
};

/** The meaning of single letters (the same sources). */
const letters: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  build: { f: 'file', o: 'output', q: 'quiet', t: 'tag', D: 'debug', h: 'help', m: 'memory', c: 'cpu-shares' },
  bake: { f: 'file', D: 'debug', h: 'help' },
};

/** Splits words like pflag: `--name value`, `--name=value`, `-ovalue`, `-qo value`; after `--`, there are no options. */
function groupsOf(kind: Kind, words: readonly string[]): readonly Group[] {
  const groups: Group[] = [];
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (word === '--') {
      return [...groups, { words: words.slice(at), options: [] }];
    }
    const { options, waiting } = optionsOf(kind, word);
    const next = words[at + 1];
    const takes = waiting !== undefined && next !== undefined && (valued[kind].has(waiting) || !next.startsWith('-'));
    groups.push({
      words: takes ? [word, next] : [word],
      options: waiting === undefined ? options : [...options, { name: waiting, value: takes ? next : '' }],
    });
    at += takes ? 2 : 1;
  }
  return groups;
}

/** The options in one word; `waiting` is one whose value would be the next word. */
function optionsOf(
  kind: Kind,
  word: string,
): { readonly options: readonly ExtraOption[]; readonly waiting?: string | undefined } {
  if (!word.startsWith('-') || word === '-') {
    return { options: [] };
  }
  if (word.startsWith('--')) {
    const { name, value } = atSign(word.slice(2));
    if (value !== undefined) {
      return { options: [{ name, value }] };
    }
    return isSwitch(kind, name) ? { options: [{ name, value: 'true' }] } : { options: [], waiting: name };
  }
  const options: ExtraOption[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = letters[kind][word.charAt(at)] ?? '';
    const rest = word.slice(at + 1);
    if (!switches.has(name)) {
      return rest === ''
        ? { options, waiting: name }
        : { options: [...options, { name, value: rest.replace(/^=/, '') }] };
    }
    options.push({ name, value: 'true' });
  }
  return { options };
}

function isSwitch(kind: Kind, name: string): boolean {
  return switches.has(name) || (name === 'print' && kind === 'bake');
}

/** Splits `name=value`. */
function atSign(text: string): { readonly name: string; readonly value: string | undefined } {
  const at = text.indexOf('=');
  return at < 0 ? { name: text, value: undefined } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

/** All options in the words that the user added. */
export function extraOptions(kind: Kind, words: readonly string[]): readonly ExtraOption[] {
  return groupsOf(kind, words).flatMap(({ options }) => options);
}

/** Additional words that are not options or their values: bake treats them as targets, or as an address. */
export function extraWords(kind: Kind, words: readonly string[]): readonly string[] {
  return groupsOf(kind, words)
    .filter(({ options }) => options.length === 0)
    .flatMap((group) => group.words);
}

/** Splits additional words; combined ones such as `-qo` stay together. */
export function splitArguments(
  kind: Kind,
  words: readonly string[],
  isUnwanted: (option: ExtraOption) => boolean,
): { readonly kept: readonly string[]; readonly left: readonly ExtraOption[] } {
  const groups = groupsOf(kind, words);
  const isKept = ({ options }: Group) => !options.some(isUnwanted);
  return {
    kept: groups.filter(isKept).flatMap((group) => group.words),
    left: groups.flatMap(({ options }) => options.filter(isUnwanted)),
  };
}

/** Whether an option sends something elsewhere: a push, an exporter, a cache. */
export function leavesByOption({ name, value }: ExtraOption): boolean {
  switch (name) {
    case 'push':
      return !isFalse(value);
    case 'output':
      return value !== '' && leavesByOutput(readOutput(value));
    case 'cache-to':
      return value !== '' && leavesByCache(readCache(value));
    case 'set': {
      const changed = overrideOf(value);
      return changed.name !== 'set' && leavesByOption(changed);
    }
    default:
      return false;
  }
}

/** Options that determine the destination, name or platforms of a result. */
const deciding: readonly string[] = ['push', 'load', 'output', 'tag', 'tags', 'platform'];

export function decidesResult({ name, value }: ExtraOption): boolean {
  return deciding.includes(name === 'set' ? overrideOf(value).name : name);
}

/** The attribute that `--set target.output+=type=registry` changes (buildx bake/bake.go, `newOverrides`). */
function overrideOf(override: string): ExtraOption {
  const { name: key, value = '' } = atSign(override);
  const [, name = ''] = key.split('.');
  return { name: name.replace(/\+$/, ''), value };
}

function isFalse(value: string): boolean {
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value);
}
