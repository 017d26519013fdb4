import { bakeText, definitionOf, overlayOf, type NotDefinable } from '../../domain/build/secretDefinition.ts';
import type { BuildPlan } from '../../domain/build/plan.ts';
import { redactArgs } from '../../domain/redact.ts';
import type { Result } from '../../domain/result.ts';
import { flag, option } from '../process/arguments.ts';
import type { Command } from '../process/command.ts';
import { buildCommand, exporter, namedTarget, type Reporting } from './build.ts';

/** `-f -`: bake reads a definition from its standard input. */
const standardInput = '-';

export interface SecretBuild extends Required<Pick<Command<unknown>, 'file' | 'args' | 'env' | 'input'>> {
  /** The metadata file has bake's format for every plan. */
  readonly kind: 'bake';
}

/**
 * The command line to show: secret build arguments by name only, because a manual run takes them from the environment, and `***` for other
 * secrets.
 */
export function shownCommand(plan: BuildPlan): readonly string[] {
  const { file, args } = buildCommand('docker', plan);
  return [file, ...redactArgs(args)];
}

/**
 * The build of `buildCommand` for a plan with secrets, which are passed in a definition on standard input. Every process can read
 * arguments, and every program that docker starts can read the environment: credential helpers, ssh.
 *
 * @param overlaid the targets of a bake build that receive the secrets
 */
export function secretBuildCommand(
  docker: string,
  plan: BuildPlan,
  reporting: Reporting,
  overlaid: readonly string[],
): SecretBuild {
  return plan.kind === 'build'
    ? definedBuild(docker, plan, reporting)
    : overlaidBuild(docker, plan, reporting, overlaid);
}

function definedBuild(docker: string, plan: BuildPlan, reporting: Reporting): SecretBuild {
  const specification = exporter(plan);
  const { name, target, args } = defined(definitionOf(plan, specification === undefined ? [] : [specification]));
  return {
    kind: 'bake',
    file: docker,
    args: [
      ...['buildx', 'bake'],
      ...option('--builder', plan.builder),
      ...['--progress', reporting.progress, '--metadata-file', reporting.metadataFile],
      ...['--file', standardInput],
      ...flag('--push', plan.output === 'push' && plan.pushByDigest !== true),
      ...flag('--load', plan.output === 'load'),
      ...args,
      ...['--', name],
    ],
    input: bakeText({ target: { [name]: target } }),
    // the definition reads and writes what the `build` command would, which needs no consent (buildx bake/entitlements.go, from 0.20)
    env: { BUILDX_BAKE_ENTITLEMENTS_FS: '0' },
  };
}

function overlaidBuild(
  docker: string,
  plan: BuildPlan,
  reporting: Reporting,
  overlaid: readonly string[],
): SecretBuild {
  const { plan: open, input } = laidOver(plan, overlaid);
  return { kind: 'bake', ...buildCommand(docker, open, reporting), input };
}

/**
 * A bake plan without its secrets, and the file that adds them to its targets, which bake reads from standard input. The plan must name its
 * other files, because bake does not search for its default files then.
 */
export function laidOver(
  plan: BuildPlan,
  overlaid: readonly string[],
): { readonly plan: BuildPlan; readonly input: string } {
  const overlay = defined(overlayOf(plan));
  return {
    plan: { ...overlay.plan, bakeFiles: [...overlay.plan.bakeFiles, standardInput] },
    input: bakeText(overlay.definition(meant(plan, overlaid))),
  };
}

/** The same targets as in `buildCommand`. */
function meant(plan: BuildPlan, targets: readonly string[]): readonly string[] {
  const only = plan.tags.length > 0 ? namedTarget(plan) : undefined;
  return only === undefined ? targets : targets.filter((name) => name === only);
}

/** `planBuild` rejects plans that cannot be defined. */
function defined<T>(made: Result<T, NotDefinable>): T {
  if (!made.ok) {
    throw new Error(`${made.problem.name} cannot be handed over`);
  }
  return made.value;
}
