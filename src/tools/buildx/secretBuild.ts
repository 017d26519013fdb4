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
  /** Whatever the plan is: the metadata file has bake's shape. */
  readonly kind: 'bake';
}

/**
 * The command line to show: secret build arguments by name alone, since by hand they would come from the environment, and `***` for
 * other secrets.
 */
export function shownCommand(plan: BuildPlan): readonly string[] {
  const { file, args } = buildCommand('docker', plan);
  return [file, ...redactArgs(args)];
}

/**
 * The same build as `buildCommand` makes, for a plan that carries secrets: they travel in a definition on standard input. Arguments
 * can be read by every process of the machine, and the environment by every program that docker starts: credential helpers, ssh.
 *
 * @param overlaid the targets of a bake build that the secrets are laid over
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
    // what the definition reads and writes is what `build` was asked for, which asks nobody (buildx bake/entitlements.go, from 0.20)
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
 * A bake plan without its secrets, and the file that lays them over its targets, which bake reads from its standard input. The
 * plan has to name its other files: bake looks for none then.
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

/** The targets that `buildCommand` means, too. */
function meant(plan: BuildPlan, targets: readonly string[]): readonly string[] {
  const only = plan.tags.length > 0 ? namedTarget(plan) : undefined;
  return only === undefined ? targets : targets.filter((name) => name === only);
}

/** `planBuild` lets no plan through that cannot be defined. */
function defined<T>(made: Result<T, NotDefinable>): T {
  if (!made.ok) {
    throw new Error(`${made.problem.name} cannot be handed over`);
  }
  return made.value;
}
