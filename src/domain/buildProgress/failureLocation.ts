const heading = /^(.+):(\d+)\s*$/;
const rule = /^-{20}\s*$/;
const excerptLine = /^ *(\d+) \| (>>>)?/;

/**
 * Where a build failed, from the excerpt that buildx prints (moby/buildkit solver/errdefs/source.go, `Source.Print`): the file as
 * BuildKit names it and the first line of the instruction, counted from 1. Where errors are nested, the innermost is
 * printed first, and is the one.
 *
 * @param lines what buildx wrote besides its progress
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
