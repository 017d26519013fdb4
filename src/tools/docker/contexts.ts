import path from 'node:path';
import { object } from 'valibot';
import { readJson } from '../../domain/untrusted/json.ts';
import { anyText } from '../../domain/untrusted/shapes.ts';
import type { Command } from '../process/command.ts';

const chosenContext = object({ currentContext: anyText });
const listedContext = object({ Name: anyText });

type Environment = Readonly<Record<string, string | undefined>>;

/** The current Docker context, and the addresses of its engine. */
export interface ContextInUse {
  readonly name: string;
  /** For the context `default` only: the address of its engine. */
  readonly host?: string;
}

/** The names of all Docker contexts. Contacts no engine. */
export function listContexts(docker: string): Command<readonly string[]> {
  return {
    file: docker,
    args: ['context', 'ls', '--format', '{{json .}}'],
    parse: ({ stdout }) => [...new Set(stdout.split('\n').flatMap(readName))],
  };
}

/** The folder of Docker's configuration (docker/cli cli/config/config.go). */
export function dockerFolder(env: Environment, home: string): string {
  const own = env.DOCKER_CONFIG ?? '';
  return own === '' ? path.join(home, '.docker') : own;
}

/**
 * The current context (docker/cli cli/command/cli.go): an address in the environment, a name there, the choice of `docker context use`, or
 * `default`.
 *
 * @param configuration the untrusted text of Docker's config.json
 * @param platform of this machine, as Node.js names it
 */
export function contextInUse(env: Environment, configuration: string, platform: string): ContextInUse {
  const host = env.DOCKER_HOST ?? '';
  if (host !== '') {
    return { name: 'default', host };
  }
  const named = env.DOCKER_CONTEXT ?? '';
  const name = named === '' ? chosen(configuration) : named;
  const local = platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';
  return name === 'default' ? { name, host: local } : { name };
}

function chosen(configuration: string): string {
  return readJson(chosenContext, configuration)?.currentContext ?? 'default';
}

function readName(line: string): string[] {
  const name = readJson(listedContext, line)?.Name;
  return name === undefined ? [] : [name];
}
