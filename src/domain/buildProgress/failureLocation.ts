const heading = /^(.+):(\d+)\s*$/;
const rule = /^-{20}\s*$/;
const excerptLine = /^ *(\d+) \| (>>>)?/;

/**
 * Where a build failed, from buildx's excerpt (moby/buildkit solver/errdefs/source.go, `Source.Print`): BuildKit's name of the file and the
 * first line of the instruction, counted from 1. Of nested errors, the innermost is printed first and used.
 *
 * @param lines buildx's output other than progress
 */
export function failureLocation(lines: readonly string[]): { file: string; line: number } | undefined {
  for (const [i, text] of lines.entries()) {
    const [, file, first] = heading.exec(text) ?? [];
    if (file === undefined || !rule.test(lines[i + 1] ?? '')) {
      continue;
    }
    for (const line of lines.slice(i + 2)) {
      const [, number, marked] = excerptLine.exec(line) ?? [];
      if (number === undefined) {
        break;
      }
      if (marked !== undefined) {
        return { file, line: Number(number) };
      }
    }
    return { file, line: Number(first) };
  }
  return undefined;
}
