/** The replacement of a secret. */
export const blot = '***';

/** A part of a line; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replaces each range with a mark; ranges may overlap. */
function blotOut(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) {
    return text;
  }
  let out = '';
  let done = 0;
  for (const { start, end } of joined(ranges)) {
    out += text.slice(done, start) + blot;
    done = end;
  }
  return out + text.slice(done);
}

/** The positions of an expression's first groups (flags `dg`); of the whole match if there is none. */
export function rangesOf(text: string, shape: RegExp): Range[] {
  return [...text.matchAll(shape)].flatMap((match) => {
    const [start, end] = match.indices?.[1] ?? [match.index, match.index + match[0].length];
    return end > start ? [{ start, end }] : [];
  });
}

/** The ranges in order; nested and adjacent ones are merged. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const sorted = ranges.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const merged: Range[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}

// eslint-disable-next-line no-control-regex -- colours are what this is about
const colour = /(\x1b\[[\d;:]*m)/;

/** Redacts a line as it is displayed: ignores colors, and keeps those within a secret after its mark. */
export function asRead(line: string, secretsOf: (text: string) => readonly Range[]): string {
  if (!line.includes('\x1b')) {
    return blotOut(line, secretsOf(line));
  }
  const parts = line.split(colour);
  const ranges = joined(secretsOf(parts.filter((_, i) => i % 2 === 0).join('')));
  let out = '';
  let at = 0;
  let next = 0;
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) {
      out += part;
      continue;
    }
    const end = at + part.length;
    let done = at;
    for (let range = ranges[next]; range && range.start < end; range = ranges[next]) {
      out += range.start >= at ? part.slice(done - at, range.start - at) + blot : '';
      done = Math.min(range.end, end);
      if (range.end > end) {
        break;
      }
      next += 1;
    }
    out += part.slice(done - at);
    at = end;
  }
  return out;
}
