import type { BuildPlan } from '../../domain/build/plan.ts';
import { csvLine } from '../../domain/policy/csv.ts';
import { specifyPlatform } from '../../domain/platform.ts';
import { isSecretName } from '../../domain/secretNames.ts';
import { flag, option, options } from '../process/arguments.ts';
import type { Command } from '../process/command.ts';

/** How the build reports its progress, and where it writes its metadata; neither changes what is built. */
export interface Reporting {
  readonly progress: 'rawjson' | 'plain';
  readonly metadataFile: string;
}

type Invocation = Required<Pick<Command<unknown>, 'file' | 'args' | 'env'>>;

/**
 * The command line of a plan: `docker buildx build` or, for bake and Compose files, `docker buildx bake`. Without `reporting`, it is the
 * one to show and copy. Secret build arguments are listed without their value; `secretBuildCommand` runs plans with secrets.
 */
export function buildCommand(docker: string, plan: BuildPlan, reporting?: Reporting): Invocation {
  const report = reporting ? ['--progress', reporting.progress, '--metadata-file', reporting.metadataFile] : [];
  return {
    file: docker,
    env: plan.bakeVariables ?? {},
    args: [
      'buildx',
      plan.kind,
      ...option('--builder', plan.builder),
      ...report,
      ...(plan.kind === 'bake' ? bakeArguments(plan) : buildArguments(plan)),
    ],
  };
}

function buildArguments(plan: BuildPlan): string[] {
  return [
    ...option('--platform', plan.platforms.map(specifyPlatform).join(',')),
    ...option('--file', plan.dockerfile),
    ...option('--target', plan.target),
    ...options('--tag', plan.tags),
    ...Object.entries(plan.buildArgs).flatMap(([name, value]) => ['--build-arg', assignment(name, value)]),
    ...Object.entries(plan.buildContexts).flatMap(([name, value]) => ['--build-context', `${name}=${value}`]),
    ...options('--secret', plan.secrets),
    ...options('--ssh', plan.ssh),
    ...Object.entries(plan.labels ?? {}).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...options('--annotation', plan.annotations),
    ...options('--attest', plan.attest),
    ...option('--provenance', plan.provenance),
    ...option('--sbom', plan.sbom),
    ...options('--cache-from', plan.cacheFrom),
    ...options('--cache-to', plan.cacheTo),
    ...flag('--push', plan.output === 'push' && plan.pushByDigest !== true),
    ...flag('--load', plan.output === 'load'),
    ...option('--output', exporter(plan)),
    ...plan.extraArgs,
    // a folder name can start with a dash, and a single dash would mean standard input
    plan.context.startsWith('-') ? `./${plan.context}` : plan.context,
  ];
}

function bakeArguments(plan: BuildPlan): string[] {
  const pattern = (plan.tags.length > 0 ? namedTarget(plan) : undefined) ?? '*';
  const set = (key: string, values: readonly string[], target = pattern) =>
    values.flatMap((value) => ['--set', `${target}.${key}=${value}`]);
  const platforms = plan.platforms.map(specifyPlatform);
  return [
    ...options('--file', plan.bakeFiles),
    ...options('--allow', plan.granted),
    ...set('platform', platforms),
    ...(pattern === '*' ? [] : (plan.linked ?? [])).flatMap((linked) => set('platform', platforms, linked)),
    ...set('tags', plan.tagsByTarget ? [] : plan.tags),
    ...Object.entries(plan.tagsByTarget ?? {}).flatMap(([target, tags]) =>
      tags.flatMap((tag) => ['--set', `${target}.tags=${tag}`]),
    ),
    ...set('target', plan.target === undefined ? [] : [plan.target]),
    ...Object.entries(plan.buildArgs).flatMap(([name, value]) => [
      '--set',
      `${pattern}.args.${assignment(name, value)}`,
    ]),
    ...Object.entries(plan.buildContexts).flatMap(([name, value]) => ['--set', `${pattern}.contexts.${name}=${value}`]),
    ...set('secrets', plan.secrets),
    ...set('ssh', plan.ssh ?? []),
    ...Object.entries(plan.labels ?? {}).flatMap(([name, value]) => ['--set', `${pattern}.labels.${name}=${value}`]),
    ...set('annotations', plan.annotations ?? []),
    ...set('attest', plan.attest ?? []),
    ...option('--provenance', plan.provenance),
    ...option('--sbom', plan.sbom),
    ...set('cache-from', plan.cacheFrom),
    ...(plan.output === 'push' ? [] : nothingLeaves),
    ...set('cache-to', plan.cacheTo),
    ...flag('--push', plan.output === 'push' && plan.pushByDigest !== true),
    ...bakeExporter(plan),
    ...plan.extraArgs,
    ...(plan.bakeTargets.length > 0 ? ['--', ...plan.bakeTargets] : []),
  ];
}

/**
 * The single target that receives the name. `--set` applies to targets only, and `default` is nearly always a group: before bake was asked
 * for its members, the name applies to everything.
 */
export function namedTarget({ bakeTargets, members }: BuildPlan): string | undefined {
  const [only, ...more] = members ?? bakeTargets;
  return more.length > 0 || (members === undefined && only === 'default') ? undefined : only;
}

/** Caches that a bake file writes elsewhere, including those of contexts that are targets. */
const nothingLeaves: readonly string[] = ['--set', '*.cache-to='];

/** `--load` would be added to the exporters of the file, which may push (buildx bake/bake.go, `setLoadOverride`). */
function bakeExporter(plan: BuildPlan): readonly string[] {
  const spec = plan.output === 'load' ? 'type=docker' : exporter(plan);
  return spec === undefined ? [] : ['--set', `*.output=${spec}`];
}

/** The destination of the result, unless `--push` or `--load` sets it. */
export function exporter(plan: BuildPlan): string | undefined {
  switch (plan.output) {
    case 'oci':
      return csvLine(['type=oci', `dest=${plan.destination ?? ''}`, 'tar=false']);
    case 'cache':
      return 'type=cacheonly';
    case 'push':
      // the name comes from the tag, which buildx passes; BuildKit would refuse a name with a tag
      return plan.pushByDigest ? 'type=image,push=true,push-by-digest=true,name-canonical=true' : undefined;
    case 'load':
      return undefined;
  }
}

function assignment(name: string, value: string): string {
  return isSecretName(name) ? name : `${name}=${value}`;
}
