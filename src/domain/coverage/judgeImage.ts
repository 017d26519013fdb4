import type { AskedCluster } from '../cluster/chosen/asked.ts';
import type { Coverage } from '../cluster/coverage.ts';
import type { InspectedImage } from '../image/describe.ts';
import { fateOf, fateOfUse, type FactsOf, type UseFate } from './imageFate.ts';
import type { Engine, ImageUse } from './imageUse.ts';
import { fateOfService } from './serviceFate.ts';

/** How an image would run. */
export interface ImageVerdict {
  /**
   * On the nodes that at least one of its workloads may run on; without any, on all eligible nodes. An image that only Compose services use runs
   * on no cluster, but on the engine.
   */
  readonly coverage: Coverage;
  /** The selected clusters with those nodes; none for Compose services. */
  readonly clusters: readonly AskedCluster[];
  /** In each of its workloads and services; equal ones once. */
  readonly uses: readonly UseFate[];
}

export interface JudgeImage {
  readonly image: InspectedImage;
  /** The workloads that use it. */
  readonly uses: readonly ImageUse[];
  /** The selected clusters with the nodes that these workloads may run on. */
  readonly placedFor: (uses: readonly ImageUse[]) => readonly AskedCluster[];
  readonly engine: Engine;
  readonly factsOf?: FactsOf | undefined;
}

export function judgeImage({ image, uses, placedFor, engine, factsOf }: JudgeImage): ImageVerdict {
  const each = [...new Map(uses.map((use) => [keyOf(use), use])).values()];
  const isOnEngineOnly = each.length > 0 && each.every((use) => use.engine);
  const fates = each.map((use) =>
    use.engine
      ? fateOfService(image, use, engine, factsOf)
      : fateOfUse(image, use, placedFor([use]), engine.emulated, factsOf),
  );
  if (isOnEngineOnly) {
    return { coverage: joined(fates), clusters: [], uses: fates };
  }
  const clusters = placedFor(each);
  return { coverage: fateOf(image, clusters, engine.emulated, factsOf), clusters, uses: fates };
}

/** Services for the same platform count once. */
function joined(fates: readonly UseFate[]): Coverage {
  const all = fates.flatMap((fate) => fate.groups);
  const groups = [...new Map(all.map((group) => [group.platform, group])).values()];
  const states = new Set(fates.map(({ state }) => state));
  const [only = 'unknown', ...others] = states;
  return { state: others.length === 0 ? only : states.has('fails') ? 'partial' : 'runs', groups };
}

function keyOf({ kind, name, context, placement, unplaced, engine }: ImageUse): string {
  return JSON.stringify([kind, name, context, placement, unplaced, engine]);
}
