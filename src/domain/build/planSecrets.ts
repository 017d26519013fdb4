import type { BuildPlan } from './plan.ts';
import { sshPaths } from '../policy/exchange.ts';
import { redactArgs } from '../redact.ts';
import { isSecretName } from '../secretNames.ts';

/** Whether an option's argument contains a secret. */
export function holdsSecret(option: string, value: string): boolean {
  return redactArgs([option, value])[1] !== value;
}

/** Whether a build argument is secret, by its name or by its value. */
export function isSecretArgument(name: string, value: string): boolean {
  return isSecretName(name) || holdsSecret('--build-arg', `${name}=${value}`);
}

/** The ID of a connection can be anything; the rest are files. */
export function isSecretConnection(text: string): boolean {
  return sshPaths(text).some((file) => holdsSecret('--ssh', file));
}

export function isSecretLabel(name: string, value: string): boolean {
  return holdsSecret('--label', `${name}=${value}`);
}

/** Whether a plan contains anything that other processes must not see: secret build arguments, credentials of a cache or context … */
export function carriesSecrets(plan: BuildPlan): boolean {
  return (
    Object.entries(plan.buildArgs).some(([name, value]) => isSecretArgument(name, value)) ||
    Object.entries(plan.labels ?? {}).some(([name, value]) => isSecretLabel(name, value)) ||
    secretArguments(plan.extraArgs).length > 0 ||
    [
      ...plan.cacheFrom.map((value) => ['--cache-from', value] as const),
      ...plan.cacheTo.map((value) => ['--cache-to', value] as const),
      ...plan.secrets.map((value) => ['--secret', value] as const),
      ...(plan.annotations ?? []).map((value) => ['--annotation', value] as const),
      ...Object.values(plan.buildContexts).map((value) => ['--build-context', value] as const),
      ...[plan.context, plan.dockerfile ?? '', plan.target ?? ''].map((value) => ['--file', value] as const),
    ].some(([option, value]) => holdsSecret(option, value))
  );
}

/** The indexes of arguments with secrets. */
export function secretArguments(args: readonly string[]): readonly number[] {
  return redactArgs(args).flatMap((redacted, i) => (redacted === args[i] ? [] : [i]));
}

/** The values to redact from build output: secret arguments of a sufficient length. */
export function secretValues(plan: BuildPlan): readonly string[] {
  return Object.entries(plan.buildArgs)
    .filter(([name, value]) => isSecretArgument(name, value) && value.length >= shortestToHide)
    .map(([, value]) => value);
}

/** Shorter values occur in many lines by chance. */
const shortestToHide = 6;
