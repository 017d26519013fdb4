import type { BuildPlan } from '../../domain/build/plan.ts';
import {
  linkedTargets,
  type BakeDefinition,
  type BakeTargetDefinition,
  type Exchange,
} from '../../domain/policy/bakeDefinition.ts';
import { withoutSecrets } from '../../domain/build/secretDefinition.ts';
import { csvAttributes } from '../../domain/policy/csv.ts';
import { splitArguments } from '../../domain/policy/extraArguments.ts';
import { readCache, readOutput, sshPaths, withType } from '../../domain/policy/exchange.ts';
import { list, mapping, texts } from '../../domain/untrusted/values.ts';
import type { Command } from '../process/command.ts';
import { buildCommand } from './build.ts';
import { laidOver } from './secretBuild.ts';

/**
 * Bake's result for a plan's files with the plan's arguments, including overrides; builds nothing and contacts no engine.
 *
 * @param overlaid the targets that receive the secrets of the plan; by default none
 */
export function bakeDefinition(docker: string, plan: BuildPlan, overlaid?: readonly string[]): Command<BakeDefinition> {
  const { plan: open, input } = overlaid ? laidOver(plan, overlaid) : { plan: withoutSecrets(plan) };
  // a later `--print=false` would build
  const { kept } = splitArguments(plan.kind, open.extraArgs, ({ name }) => name === 'print');
  const { file, args, env } = buildCommand(docker, { ...open, extraArgs: kept });
  const [buildx = '', bake = '', ...rest] = args;
  return {
    file,
    args: [buildx, bake, '--print', ...rest],
    env,
    ...(input !== undefined && { input }),
    parse: ({ stdout }) => {
      const printed = mapping(JSON.parse(stdout));
      const targets = new Map(Object.entries(mapping(printed.target)).map(([name, given]) => [name, read(given)]));
      return { targets, members: membersOf(targets, mapping(printed.group)) };
    },
  };
}

/** bake prints the requested targets as the group `default`; groups and matrices in it are separate groups. */
function membersOf(targets: BakeDefinition['targets'], groups: Readonly<Record<string, unknown>>): readonly string[] {
  const linked = linkedTargets(targets);
  const asked = Object.hasOwn(groups, 'default')
    ? ['default']
    : [...targets.keys()].filter((name) => !linked.has(name));
  const seen = new Set(asked);
  for (const name of seen) {
    texts(Object.hasOwn(groups, name) ? mapping(groups[name]).targets : []).forEach((member) => seen.add(member));
  }
  return [...seen].filter((name) => targets.has(name));
}

/** Up to 0.18, bake prints exporters, caches and secrets as CSV lines, later as objects. */
function read(given: unknown): BakeTargetDefinition {
  const target = mapping(given);
  const contexts = mapping(target.contexts);
  const names = Object.keys(contexts);
  const [inline, stage] = [text(target['dockerfile-inline']), text(target.target)];
  return {
    context: text(target.context) ?? '.',
    dockerfile: text(target.dockerfile) ?? 'Dockerfile',
    ...(inline !== undefined && { inline }),
    ...(stage !== undefined && { stage }),
    args: Object.fromEntries(
      Object.entries(mapping(target.args)).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      ),
    ),
    contexts: Object.values(contexts).flatMap((each) => text(each) ?? []),
    ...(names.length > 0 && { contextNames: names }),
    tags: texts(target.tags),
    platforms: texts(target.platforms),
    outputs: exchanges(target.output, readOutput),
    cacheTo: exchanges(target['cache-to'], readCache),
    cacheFrom: exchanges(target['cache-from'], readCache),
    secretFiles: list(target.secret).flatMap(secretFile),
    ssh: list(target.ssh).map(sshOf),
    entitlements: texts(target.entitlements),
  };
}

function exchanges(given: unknown, ofText: (line: string) => Exchange): readonly Exchange[] {
  return list(given).map((each) => (typeof each === 'string' ? ofText(each) : withType(attributes(each))));
}

/** buildx util/buildflags/secrets.go: `src` and `source`, unless it comes from the environment. */
function secretFile(given: unknown): readonly string[] {
  const secret = typeof given === 'string' ? csvAttributes(given) : attributes(given);
  const file = secret.get('src') ?? secret.get('source');
  return file === undefined || secret.get('type') === 'env' ? [] : [file];
}

function sshOf(given: unknown): { readonly paths: readonly string[] } {
  return { paths: typeof given === 'string' ? sshPaths(given) : texts(mapping(given).paths) };
}

function attributes(given: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(mapping(given)).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}

function text(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined;
}
