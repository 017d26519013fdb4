import type { BuilderPlan, NodePlan } from '../../../domain/builder/plan.ts';
import { formatPlatform } from '../../../domain/platform.ts';
import { flag, option, options } from '../../process/arguments.ts';
import type { Command } from '../../process/command.ts';

/** What buildx is told beside the node itself. */
interface CreateOptions {
  /** Path of a buildkitd.toml; buildx copies it and the certificates that it names. */
  readonly configFile?: string | undefined;
  readonly bootstrap?: boolean;
  /** buildx before 0.13 has another name for `--buildkitd-config`. */
  readonly before013?: boolean | undefined;
}

/** The commands that make a builder, in their order: one for each node, and the last one starts them all. */
export function createBuilder(docker: string, plan: BuilderPlan, given: CreateOptions = {}): readonly Command<void>[] {
  return plan.nodes.map((node, at) => {
    const how = { ...given, bootstrap: (given.bootstrap ?? true) && at === plan.nodes.length - 1 };
    return at === 0 ? createNode(docker, plan, node, how) : appendNode(docker, plan.name, node, how);
  });
}

/** Makes a builder of one node. It is not made Docker's default: that is the user's to say. */
function createNode(
  docker: string,
  { name, driver }: Pick<BuilderPlan, 'name' | 'driver'>,
  node: NodePlan,
  given: CreateOptions,
): Command<void> {
  return create(docker, ['--name', name, '--driver', driver], node, given);
}

/** Adds a node to a builder. */
export function appendNode(docker: string, builder: string, node: NodePlan, given: CreateOptions = {}): Command<void> {
  return create(docker, ['--append', '--name', builder], node, given);
}

/**
 * Pins platforms to a node in place of those that are pinned to it, and takes them from the other nodes that they are
 * pinned to (buildx store/nodegroup.go). Flags that are not said again are lost, and a remote node's address is demanded.
 */
export function pinNode(
  docker: string,
  builder: string,
  node: Required<Pick<NodePlan, 'name' | 'platforms' | 'flags'>> & Pick<NodePlan, 'endpoint'>,
): Command<void> {
  return create(docker, ['--append', '--name', builder], { ...node, options: {} }, {});
}

/** Takes a node out of a builder; what runs there goes on running. */
export function leaveNode(docker: string, builder: string, node: string): Command<void> {
  return command(docker, ['--name', builder, '--node', node, '--leave']);
}

/** Removes a builder, with its cache. */
export function removeBuilder(docker: string, name: string): Command<void> {
  return { file: docker, args: ['buildx', 'rm', '--', name], parse: () => undefined };
}

function create(
  docker: string,
  what: readonly string[],
  { name, endpoint, platforms, options: driverOptions, flags }: NodePlan,
  { configFile, bootstrap = false, before013 = false }: CreateOptions,
): Command<void> {
  return command(docker, [
    ...what,
    ...option('--node', name),
    ...option('--platform', platforms.map(formatPlatform).join(',')),
    ...options(
      '--driver-opt',
      Object.entries(driverOptions).map(([key, value]) => csvField(`${key}=${value}`)),
    ),
    ...option('--buildkitd-flags', flags.map(shellWord).join(' ')),
    ...option(before013 ? '--config' : '--buildkitd-config', configFile),
    ...flag('--bootstrap', bootstrap),
    ...(endpoint === undefined ? [] : ['--', endpoint]),
  ]);
}

function command(docker: string, args: readonly string[]): Command<void> {
  return { file: docker, args: ['buildx', 'create', ...args], parse: () => undefined };
}

/** buildx reads each `--driver-opt` as a line of CSV. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** buildx splits `--buildkitd-flags` as a shell would (google/shlex). */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
