import type { BuildPlan } from '../build/plan.ts';
import { leavesByCache, leavesByOutput, type BakeDefinition } from './bakeDefinition.ts';
import { readCache } from './exchange.ts';
import { leavesByOption, splitArguments } from './extraArguments.ts';

/**
 * A plan without anything that would leave this machine, for outputs other than a push: caches that are written elsewhere, additional
 * arguments that push. The command line overrides outputs and caches of a bake file (`tools/buildx/build.ts`).
 *
 * @returns `left`: what was removed, in a few words without values, which can contain secrets
 */
export function stayHere(plan: BuildPlan): { readonly plan: BuildPlan; readonly left: readonly string[] } {
  if (plan.output === 'push') {
    return { plan, left: [] };
  }
  const isAway = (text: string) => leavesByCache(readCache(text));
  const extra = splitArguments(plan.kind, plan.extraArgs, leavesByOption);
  const caches = plan.cacheTo.filter(isAway).map((text) => `--cache-to type=${readCache(text).type}`);
  const left = [...caches, ...extra.left.map(({ name }) => `--${name}`)];
  return left.length === 0
    ? { plan, left }
    : {
        plan: { ...plan, cacheTo: plan.cacheTo.filter((text) => !isAway(text)), extraArgs: extra.kept },
        left,
      };
}

/** The targets whose results or caches would leave this machine; with all overrides on the command line, there are none. */
export function targetsThatLeave({ targets }: BakeDefinition): readonly string[] {
  return [...targets].flatMap(([name, { outputs, cacheTo }]) =>
    outputs.some(leavesByOutput) || cacheTo.some(leavesByCache) ? [name] : [],
  );
}
