import type { BuildPlan } from '../build/plan.ts';
import { leavesByCache, leavesByOutput, type BakeDefinition } from './bakeDefinition.ts';
import { readCache } from './exchange.ts';
import { leavesByOption, splitArguments } from './extraArguments.ts';

/**
 * A plan without what would leave this machine, where its output is not a push: caches that are written elsewhere, added
 * arguments that push. What a bake file says of outputs and caches is replaced by the command line (`tools/buildx/build.ts`).
 *
 * @returns `left`: what was taken away, in few words without values, which can hold secrets
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

/** The targets whose results or caches would leave this machine; with every override on the command line there are none. */
export function targetsThatLeave({ targets }: BakeDefinition): readonly string[] {
  return [...targets].flatMap(([name, { outputs, cacheTo }]) =>
    outputs.some(leavesByOutput) || cacheTo.some(leavesByCache) ? [name] : [],
  );
}
