import { isPredefined, type DockerfileInput } from '../../domain/sources/dockerfile.ts';
import { isMapping, list, mapping } from '../../domain/untrusted/values.ts';
import { option } from '../process/arguments.ts';
import type { Command } from '../process/command.ts';

/** Paths count from the folder that the command runs in. */
export interface OutlineQuestion {
  readonly file: string;
  readonly context: string;
  readonly target?: string | undefined;
  readonly builder?: string | undefined;
}

/** Entries that are taken of what BuildKit says; people have a dozen. */
const most = 200;

/**
 * What a Dockerfile asks for (BuildKit frontend/subrequests/outline), from buildx 0.17 on. BuildKit reads the Dockerfile and
 * builds nothing. Which arguments are required it does not say.
 */
export function outline(
  docker: string,
  { file, context, target, builder }: OutlineQuestion,
): Command<readonly DockerfileInput[]> {
  return {
    file: docker,
    args: [
      ...['buildx', 'build', '--call=outline,format=json', '--progress', 'quiet'],
      ...option('--builder', builder),
      ...option('--file', file),
      ...option('--target', target),
      context.startsWith('-') ? `./${context}` : context,
    ],
    parse: ({ stdout }) => {
      const said: unknown = JSON.parse(stdout);
      if (!isMapping(said)) {
        throw new Error('no outline');
      }
      return [
        ...list(said.args).slice(0, most).flatMap(argument),
        ...list(said.secrets)
          .slice(0, most)
          .flatMap((given) => mount('secret', given)),
        ...list(said.ssh)
          .slice(0, most)
          .flatMap((given) => mount('ssh', given)),
      ];
    },
  };
}

function argument(given: unknown): readonly DockerfileInput[] {
  const { name, value } = mapping(given);
  return typeof name === 'string' && !isPredefined(name)
    ? [{ kind: 'arg', name, ...(typeof value === 'string' && value !== '' && { value }), required: false }]
    : [];
}

function mount(kind: 'secret' | 'ssh', given: unknown): readonly DockerfileInput[] {
  const { name, required } = mapping(given);
  return typeof name === 'string' && name !== '' ? [{ kind, id: name, required: required === true }] : [];
}
