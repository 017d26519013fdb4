import type { Builder } from '../../domain/builder.ts';
import type { Command } from '../process/command.ts';

/** Makes a builder that runs BuildKit in a container, and starts it. It is not made Docker's default: that is the user's to say. */
export function createContainerBuilder(docker: string, name: string): Command<Builder['name']> {
  return {
    file: docker,
    args: ['buildx', 'create', '--name', name, '--driver', 'docker-container', '--bootstrap'],
    parse: ({ stdout }) => stdout.trim().split('\n').at(-1) ?? name,
  };
}

/** Removes a builder, with its cache. */
export function removeBuilder(docker: string, name: string): Command<void> {
  return { file: docker, args: ['buildx', 'rm', '--', name], parse: () => undefined };
}
