/** Number of significant bits of a character: uppercase and lowercase are then equal, and some others, too. */
const bits = 5;
const pairMask = (1 << (2 * bits)) - 1;
const tripleMask = (1 << (3 * bits)) - 1;
const anything = 0xffff_ffff;
const fold = (code: number): number => code & ((1 << bits) - 1);
/** Length of texts that are checked without their own buffer. */
const usual = 16_384;

/**
 * Checks whether one of many patterns matches in a text, ignoring case. A combined expression would try each of them at every character,
 * which takes ten times as long as reading the log of a build: here, up to four characters first determine which patterns could start
 * there.
 *
 * @param sources of expressions whose alternatives start with two literal characters, possibly after `\b`
 */
export function createPrefilter(sources: readonly string[]): (text: string) => boolean {
  const byStart = new Map<number, Map<number, string[]>>([
    [2, new Map()],
    [3, new Map()],
  ]);
  // by three characters: a bit for each possible next one
  const next = new Uint32Array(1 << (3 * bits));
  for (const pattern of sources.flatMap(alternativesOf)) {
    const literal = literalStart(pattern);
    const begin = literal.slice(0, 3);
    const own = byStart.get(begin.length);
    if (!own) {
      throw new Error(`${pattern} begins with fewer than two characters`);
    }
    const key = keyOf(begin);
    own.set(key, [...(own.get(key) ?? []), pattern]);
    next[key] = (next[key] ?? 0) | (literal.length > 3 ? 1 << fold(literal.charCodeAt(3)) : anything);
  }
  const [pairs, triples] = [tableOf(byStart.get(2), 2), tableOf(byStart.get(3), 3)];
  for (let key = 0; key < next.length; key++) {
    next[key] = pairs[key & pairMask] ? anything : (next[key] ?? 0);
  }
  const shared = Buffer.alloc(usual);
  return (text) => {
    // reading a byte costs half as much as a character of a text, and the significant bits are the same
    const bytes = text.length < usual ? shared : Buffer.alloc(text.length + 1);
    const length = bytes.write(text, 'latin1');
    bytes[length] = 0;
    let key = 0;
    for (let at = 0; at <= length; at++) {
      const code = fold(bytes[at] ?? 0);
      if (
        (((next[key] ?? 0) >>> code) & 1) === 1 &&
        (matches(pairs[key & pairMask], text, at - 2) || matches(triples[key], text, at - 3))
      ) {
        return true;
      }
      key = ((key << bits) | code) & tripleMask;
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

/** Characters as a number. */
function keyOf(text: string): number {
  let key = 0;
  for (let at = 0; at < text.length; at++) {
    key = (key << bits) | fold(text.charCodeAt(at));
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

/** The literal characters that a pattern must start with. */
function literalStart(pattern: string): string {
  const [, literal = '', behind = ''] = /^(?:\\b)?((?:\\[*./-]|[\w:/ -])*)([?*{]?)/.exec(pattern) ?? [];
  const all = literal.replaceAll('\\', '');
  return behind === '' ? all : all.slice(0, -1);
}

/** `a|(?:[Bb]c|d)` as `a`, `bc` and `d`: one of a letter's two cases is that letter, ignoring case. */
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
