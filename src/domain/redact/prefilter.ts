/** How many bits of a character count: upper and lower case are the same then, and some others as well. */
const bits = 5;
const pairMask = (1 << (2 * bits)) - 1;
const tripleMask = (1 << (3 * bits)) - 1;
const fold = (text: string, at: number): number => text.charCodeAt(at) & ((1 << bits) - 1);

/**
 * Tells whether one of many patterns matches somewhere in a text, in any case. One expression of all of them would try each at every
 * character, which takes ten times as long as reading the log of a build: here two or three characters say first which of them
 * could begin there.
 *
 * @param sources of expressions whose alternatives begin with two characters that stand for themselves, perhaps behind `\b`, or with `^`
 */
export function createPrefilter(sources: readonly string[]): (text: string) => boolean {
  const patterns = sources.flatMap(alternativesOf);
  const atStart = patterns.filter((pattern) => pattern.startsWith('^'));
  const start = atStart.length > 0 ? new RegExp(atStart.join('|'), 'i') : undefined;
  const byStart = new Map<number, Map<number, string[]>>([
    [2, new Map()],
    [3, new Map()],
  ]);
  for (const pattern of patterns.filter((each) => !each.startsWith('^'))) {
    const begin = literalStart(pattern).slice(0, 3);
    const own = byStart.get(begin.length);
    if (!own) {
      throw new Error(`${pattern} begins with fewer than two characters`);
    }
    const key = keyOf(begin);
    own.set(key, [...(own.get(key) ?? []), pattern]);
  }
  const [pairs, triples] = [tableOf(byStart.get(2), 2), tableOf(byStart.get(3), 3)];
  // what a text is asked for at each of its characters: a look into few bytes
  const begins = new Uint8Array(1 << (3 * bits));
  for (let key = 0; key < begins.length; key++) {
    begins[key] = triples[key] || pairs[key & pairMask] ? 1 : 0;
  }
  return (text) => {
    if (start?.test(text)) {
      return true;
    }
    let key = 0;
    for (let at = 0; at < text.length; at++) {
      key = ((key << bits) | fold(text, at)) & tripleMask;
      if (begins[key] !== 0 && (matches(pairs[key & pairMask], text, at - 1) || matches(triples[key], text, at - 2))) {
        return true;
      }
    }
    return false;
  };
}

function matches(pattern: RegExp | undefined, text: string, at: number): boolean {
  if (pattern === undefined || at < 0) {
    return false;
  }
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Some characters as a number. */
function keyOf(text: string): number {
  let key = 0;
  for (let at = 0; at < text.length; at++) {
    key = (key << bits) | fold(text, at);
  }
  return key;
}

function tableOf(sources: ReadonlyMap<number, readonly string[]> | undefined, length: number): (RegExp | undefined)[] {
  const table = new Array<RegExp | undefined>(1 << (bits * length)).fill(undefined);
  for (const [key, patterns] of sources ?? []) {
    table[key] = new RegExp(patterns.join('|'), 'iy');
  }
  return table;
}

/** The characters at the start of a pattern that stand for themselves and must be there. */
function literalStart(pattern: string): string {
  const [, literal = '', behind = ''] = /^(?:\\b)?((?:\\[./-]|[\w:/ -])*)([?*{]?)/.exec(pattern) ?? [];
  const all = literal.replaceAll('\\', '');
  return behind === '' ? all : all.slice(0, -1);
}

/** `a|(?:[Bb]c|d)` as `a`, `bc` and `d`: what is one of a letter's two cases is that letter, in any case. */
function alternativesOf(source: string): readonly string[] {
  const plain = source.replace(/\[([A-Z])([a-z])\]/g, (both, upper: string, lower: string) =>
    upper.toLowerCase() === lower ? lower : both,
  );
  const parts = splitAtBars(plain);
  return parts.length > 1 || !/^\(\?:[^()]*\)$/.test(plain)
    ? parts.flatMap((part) => (parts.length > 1 ? alternativesOf(part) : [part]))
    : alternativesOf(plain.slice(3, -1));
}

function splitAtBars(source: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const char of source) {
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (char === '|' && depth === 0) {
      parts.push('');
    } else {
      parts.push((parts.pop() ?? '') + char);
    }
  }
  return parts;
}
