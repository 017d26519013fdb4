import type { DockerfileBuild } from './facts.ts';

/** A word of a POSIX shell: quoted unless it consists of harmless characters. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The options of Buildx for build arguments. @param word makes a word of the shell */
export function argumentOptions(
  { args, secretArgs }: Pick<DockerfileBuild, 'args' | 'secretArgs'>,
  word: (text: string) => string,
): readonly string[] {
  const given = Object.entries(args).map(([name, value]) => `${name}=${value}`);
  // without a value, Buildx takes it from the environment
  return [...given, ...secretArgs].map((argument) => `--build-arg ${word(argument)}`);
}
