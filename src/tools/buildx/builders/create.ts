import type { BuilderPlan, NodePlan } from '../../../domain/builder/plan.ts';
import { formatPlatform } from '../../../domain/platform.ts';
import { flag, option, options } from '../../process/arguments.ts';
import type { Command } from '../../process/command.ts';

/** Options for buildx besides the node itself. */
interface CreateOptions {
  /** Path of a buildkitd.toml; buildx copies it and the certificates that it references. */
  readonly configFile?: string | undefined;
  readonly bootstrap?: boolean;
  /** buildx before 0.13 uses another name for `--buildkitd-config`. */
  readonly before013?: boolean | undefined;
}

/** The commands that create a builder, in order: one per node, and the last one starts all nodes. */
export function createBuilder(docker: string, plan: BuilderPlan, given: CreateOptions = {}): readonly Command<void>[] {
  return plan.nodes.map((node, at) => {
    const how = { ...given, bootstrap: (given.bootstrap ?? true) && at === plan.nodes.length - 1 };
    return at === 0 ? createNode(docker, plan, node, how) : appendNode(docker, plan.name, node, how);
  });
}

/** Creates a builder with one node. Does not make it Docker's default, which is the user's choice. */
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
 * Pins platforms to a node and replaces its previous pins. Removes them from other nodes (buildx store/nodegroup.go). Unrepeated flags are
 * lost, and a remote node's address is required.
 */
export function pinNode(
  docker: string,
  builder: string,
  node: Required<Pick<NodePlan, 'name' | 'platforms' | 'flags'>> & Pick<NodePlan, 'endpoint'>,
): Command<void> {
  return create(docker, ['--append', '--name', builder], { ...node, options: {} }, {});
}

/** Removes a node from a builder; its BuildKit keeps running. */
export function leaveNode(docker: string, builder: string, node: string): Command<void> {
  return command(docker, ['--name', builder, '--node', node, '--leave']);
}

/** Removes a builder and its cache. */
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

/** buildx parses each `--driver-opt` as a line of CSV. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** buildx splits `--buildkitd-flags` like a shell (google/shlex). */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
