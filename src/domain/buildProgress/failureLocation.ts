const heading = /^(.+):(\d+)\s*$/;
const rule = /^-{20}\s*$/;
const excerptLine = /^ *(\d+) \| (>>>)?(.*)$/s;

/** A line of a Dockerfile as a message quotes it, without its indentation. Counted from 1. */
export interface QuotedLine {
  readonly line: number;
  readonly text: string;
}

/**
 * Where a build failed, from buildx's excerpt (moby/buildkit solver/errdefs/source.go, `Source.Print`): BuildKit's name of the file and the
 * first line of the instruction, counted from 1. Of nested errors, the innermost is printed first and used.
 *
 * @param lines buildx's output other than progress
 */
export function failureLocation(lines: readonly string[]): { file: string; line: number } | undefined {
  const excerpt = findExcerpt(lines);
  return excerpt && { file: excerpt.file, line: excerpt.marked ?? excerpt.first };
}

/** The lines of the file in the excerpt of `failureLocation`; empty without one. */
export function failureExcerpt(lines: readonly string[]): readonly QuotedLine[] {
  return findExcerpt(lines)?.quoted ?? [];
}

interface Excerpt {
  readonly file: string;
  readonly first: number;
  readonly marked?: number;
  readonly quoted: readonly QuotedLine[];
}

function findExcerpt(lines: readonly string[]): Excerpt | undefined {
  for (const [i, text] of lines.entries()) {
    const [, file, first] = heading.exec(text) ?? [];
    if (file === undefined || !rule.test(lines[i + 1] ?? '')) {
      continue;
    }
    const quoted: QuotedLine[] = [];
    let marked: number | undefined;
    for (const each of lines.slice(i + 2)) {
      const [, number, mark, rest = ''] = excerptLine.exec(each) ?? [];
      if (number === undefined) {
        break;
      }
      quoted.push({ line: Number(number), text: rest.trim() });
      marked ??= mark === undefined ? undefined : Number(number);
    }
    return { file, first: Number(first), ...(marked !== undefined && { marked }), quoted };
  }
  return undefined;
}
