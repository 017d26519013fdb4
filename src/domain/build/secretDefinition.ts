import path from 'node:path';
import type { BuildPlan } from './plan.ts';
import { specifyPlatform } from '../platform.ts';
import { holdsSecret, isSecretArgument, isSecretLabel, secretArguments } from './planSecrets.ts';
import { bad, good, type Result } from '../result.ts';

/** A bake file in JSON: the equivalent of a build's command line. */
export interface BakeDefinition {
  readonly target: Readonly<Record<string, BakeTargetDefinition>>;
}

type BakeTargetDefinition = Readonly<
  Record<string, string | boolean | readonly string[] | Readonly<Record<string, string>>>
>;

/** The only target of a build that is not a bake build. */
const onlyTarget = 'default';

/** The name of what a definition cannot express: an option that bake does not have, or a value that it would change. */
export interface NotDefinable {
  readonly code: 'option' | 'decomposed';
  readonly name: string;
}

/** The command line of a bake build beside the definition with its secrets. */
export interface Overlay {
  readonly definition: (targets: readonly string[]) => BakeDefinition;
  readonly plan: BuildPlan;
}

interface Defined {
  readonly name: string;
  readonly target: Record<string, string | boolean | string[] | Record<string, string>>;
  /** Options that bake has, too. */
  readonly args: string[];
}

/** Bake's attributes for options of `build`. */
const fields: Readonly<Record<string, { readonly field: string; readonly kind: 'list' | 'map' | 'text' | 'flag' }>> = {
  '--add-host': { field: 'extra-hosts', kind: 'map' },
  '--allow': { field: 'entitlements', kind: 'list' },
  '--annotation': { field: 'annotations', kind: 'list' },
  '--attest': { field: 'attest', kind: 'list' },
  '--build-arg': { field: 'args', kind: 'map' },
  '--build-context': { field: 'contexts', kind: 'map' },
  '--cache-from': { field: 'cache-from', kind: 'list' },
  '--cache-to': { field: 'cache-to', kind: 'list' },
  '--label': { field: 'labels', kind: 'map' },
  '--network': { field: 'network', kind: 'text' },
  '--no-cache': { field: 'no-cache', kind: 'flag' },
  '--no-cache-filter': { field: 'no-cache-filter', kind: 'list' },
  '--output': { field: 'output', kind: 'list' },
  '-o': { field: 'output', kind: 'list' },
  '--platform': { field: 'platforms', kind: 'list' },
  '--pull': { field: 'pull', kind: 'flag' },
  '--secret': { field: 'secret', kind: 'list' },
  '--shm-size': { field: 'shm-size', kind: 'text' },
  '--ssh': { field: 'ssh', kind: 'list' },
  '--tag': { field: 'tags', kind: 'list' },
  '-t': { field: 'tags', kind: 'list' },
  '--target': { field: 'target', kind: 'text' },
  '--ulimit': { field: 'ulimits', kind: 'list' },
};
/** Options with a value that both commands have. */
const shared = new Set(['--provenance', '--sbom']);

/**
 * A build as a definition with one target, equivalent to the plan's command line: it passes the secrets so that no other process sees them.
 * Fails with the name of anything that bake cannot express.
 */
export function definitionOf(plan: BuildPlan, output: readonly string[]): Result<Defined, NotDefinable> {
  const target: Defined['target'] = {
    context: plan.context,
    // `--file` is relative to the working directory, bake's attribute to the context
    ...(plan.dockerfile !== undefined && {
      dockerfile: isRemote(plan.context) ? plan.dockerfile : path.resolve(plan.directory, plan.dockerfile),
    }),
    ...(plan.target !== undefined && { target: plan.target }),
    platforms: plan.platforms.map(specifyPlatform),
    tags: [...plan.tags],
    args: { ...plan.buildArgs },
    contexts: { ...plan.buildContexts },
    secret: [...plan.secrets],
    ...(plan.ssh && { ssh: [...plan.ssh] }),
    ...(plan.labels && { labels: { ...plan.labels } }),
    ...(plan.annotations && { annotations: [...plan.annotations] }),
    ...(plan.attest && { attest: [...plan.attest] }),
    'cache-from': [...plan.cacheFrom],
    'cache-to': [...plan.cacheTo],
    ...(output.length > 0 && { output: [...output] }),
  };
  const settings = (['provenance', 'sbom'] as const).flatMap((name) =>
    plan[name] === undefined ? [] : [`--${name}=${plan[name]}`],
  );
  const defined: Defined = { name: onlyTarget, target, args: settings };
  for (let at = 0; at < plan.extraArgs.length; at += 1) {
    const used = define(defined, plan.extraArgs[at] ?? '', plan.extraArgs[at + 1]);
    if (used === 0) {
      return bad({ code: 'option', name: optionOf(plan.extraArgs[at] ?? '') });
    }
    at += used - 1;
  }
  const changed = decomposed(target);
  return changed === undefined ? good(defined) : bad({ code: 'decomposed', name: changed });
}

/** Adds an option; returns its number of arguments, 0 if bake has no equivalent. */
function define({ target, args }: Defined, argument: string, next: string | undefined): number {
  const option = optionOf(argument);
  const glued = argument.length > option.length ? argument.slice(option.length + 1) : undefined;
  const value = glued ?? next;
  const used = glued === undefined ? 2 : 1;
  if (shared.has(option) && value !== undefined) {
    args.push(`${option}=${value}`);
    return used;
  }
  const known = fields[option];
  if (known?.kind === 'flag' && (glued === undefined || glued === 'true' || glued === 'false')) {
    target[known.field] = glued !== 'false';
    return 1;
  }
  if (!known || known.kind === 'flag' || value === undefined) {
    return 0;
  }
  if (known.kind === 'text') {
    target[known.field] = value;
  } else if (known.kind === 'list') {
    const listed = option === '--platform' || option === '--no-cache-filter' ? value.split(',') : [value];
    target[known.field] = [...((target[known.field] ?? []) as string[]), ...listed];
    if (option === '--allow') {
      args.push('--allow', value);
    }
  } else {
    const sign = option === '--add-host' ? /[=:]/.exec(value)?.index : value.indexOf('=');
    if (sign === undefined || sign <= 0) {
      return takeFromEnvironment(args, known.field, value) ? used : 0;
    }
    target[known.field] = {
      ...(target[known.field] as Record<string, string>),
      [value.slice(0, sign)]: value.slice(sign + 1),
    };
  }
  return used;
}

/** `--build-arg NAME` takes its value from Docker's own environment. */
function takeFromEnvironment(args: string[], field: string, name: string): boolean {
  if (field !== 'args') {
    return false;
  }
  args.push('--set', `${onlyTarget}.args.${name}`);
  return true;
}

/** The secrets of a bake build as an additional file that is merged into its targets, and the plan without them. */
export function overlayOf(plan: BuildPlan): Result<Overlay, NotDefinable> {
  const args = Object.entries(plan.buildArgs).filter(([name, value]) => isSecretArgument(name, value));
  const contexts = Object.entries(plan.buildContexts).filter(([, value]) => holdsSecret('--build-context', value));
  const cacheTo = plan.cacheTo.some((value) => holdsSecret('--cache-to', value)) ? plan.cacheTo : [];
  const cacheFrom = plan.cacheFrom.some((value) => holdsSecret('--cache-from', value)) ? plan.cacheFrom : [];
  const labels = Object.entries(plan.labels ?? {}).filter(([name, value]) => isSecretLabel(name, value));
  const annotations = (plan.annotations ?? []).filter((value) => holdsSecret('--annotation', value));
  const [extra] = secretArguments(plan.extraArgs);
  const [secret] = plan.secrets.filter((value) => holdsSecret('--secret', value));
  if (extra !== undefined || secret !== undefined) {
    return bad({ code: 'option', name: extra === undefined ? '--secret' : optionBefore(plan.extraArgs, extra) });
  }
  const target: BakeTargetDefinition = {
    ...(args.length > 0 && { args: Object.fromEntries(args) }),
    ...(contexts.length > 0 && { contexts: Object.fromEntries(contexts) }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
    ...(annotations.length > 0 && { annotations }),
    ...(cacheTo.length > 0 && { 'cache-to': cacheTo }),
    ...(cacheFrom.length > 0 && { 'cache-from': cacheFrom }),
  };
  const changed = decomposed(target);
  if (changed !== undefined) {
    return bad({ code: 'decomposed', name: changed });
  }
  return good({
    definition: (targets) => ({ target: Object.fromEntries(targets.map((name) => [name, target])) }),
    plan: {
      ...plan,
      buildArgs: without(plan.buildArgs, args),
      buildContexts: without(plan.buildContexts, contexts),
      ...(plan.labels && { labels: without(plan.labels, labels) }),
      ...(plan.annotations && { annotations: plan.annotations.filter((value) => !annotations.includes(value)) }),
      cacheTo: cacheTo.length > 0 ? [] : plan.cacheTo,
      cacheFrom: cacheFrom.length > 0 ? [] : plan.cacheFrom,
    },
  });
}

/** The part of a bake plan that any process may read in arguments. */
export function withoutSecrets(plan: BuildPlan): BuildPlan {
  const made = overlayOf(plan);
  return made.ok ? made.value.plan : plan;
}

/** Why the secrets of a plan cannot be passed; undefined if they can. */
export function notDefinable(plan: BuildPlan): NotDefinable | undefined {
  const made = plan.kind === 'build' ? definitionOf(plan, []) : overlayOf(plan);
  return made.ok ? undefined : made.problem;
}

/**
 * A definition as text. bake treats every string as a template, in which `${` and `%{` start an expression, and its scanner fails on a
 * carriage return before one: each of these characters is written as an expression that returns it.
 */
export function bakeText({ target }: BakeDefinition): string {
  return JSON.stringify({ target }, (_, value: unknown) =>
    typeof value === 'string'
      ? value.replace(/[$%\r]/g, (char) => (char === '\r' ? '${"\\r"}' : `\${"${char}"}`))
      : value,
  );
}

/** bake converts texts to Unicode's composed form (cty's strings), which would change a password */
function decomposed(target: BakeTargetDefinition): string | undefined {
  const texts = Object.entries(target).flatMap(([field, value]) =>
    typeof value === 'string'
      ? [[field, value]]
      : typeof value === 'object'
        ? Object.entries(value).map(([name, text]: [string, string]) => [Array.isArray(value) ? field : name, text])
        : [],
  );
  return texts.find(([, text]) => text !== text?.normalize('NFC'))?.[0];
}

function without(
  all: Readonly<Record<string, string>>,
  some: readonly (readonly [string, string])[],
): Record<string, string> {
  const names = new Set(some.map(([name]) => name));
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.has(name)));
}

function optionOf(argument: string): string {
  return /^-{1,2}[\w-]+(?==)/.exec(argument)?.[0] ?? argument;
}

function optionBefore(args: readonly string[], at: number): string {
  const own = args[at] ?? '';
  return optionOf(own.startsWith('-') ? own : (args[at - 1] ?? '…'));
}

/** What buildx treats as a remote context (buildx util/urlutil). */
function isRemote(context: string): boolean {
  return /^(?:https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/|docker-image:\/\/|oci-layout:\/\/)/.test(context);
}
