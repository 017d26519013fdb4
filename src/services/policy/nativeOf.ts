import type { BuildPlan } from '../../domain/build/plan.ts';
import { formatPlatform } from '../../domain/platform.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import type { Builders } from '../builders/builders.ts';

/** Milliseconds to wait for the builder: with an unreachable node, buildx waits for 20 seconds. */
const patience = 5000;

/** The default platform of a plan's builder: the native one of its first node (buildx build/build.go). */
export function createNativeOf(builders: Pick<Builders, 'inUse'>) {
  return async ({ builder }: BuildPlan, signal: AbortSignal): Promise<string | undefined> => {
    try {
      const [node] = (await builders.inUse(builder, signal, patience)).nodes;
      return node?.native && formatPlatform(node.native);
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      return undefined;
    }
  };
}
