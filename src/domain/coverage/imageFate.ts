import { type Coverage } from '../cluster/coverage.ts';
import { coverageOf } from '../cluster/coverageOf.ts';
import type { InspectedImage } from '../image/describe.ts';
import { judgeInside, type Inside } from '../inside/inside.ts';
import type { ImageUse } from './imageUse.ts';
import type { AskedCluster } from '../cluster/chosen/asked.ts';

/** What is known about a single-platform image beside its manifest, by its digest. */
export type FactsOf = (digest: string) => { readonly inside?: Inside };

const noFacts: FactsOf = () => ({});

/**
 * How an image would run on the clusters, as far as known. Images that an index lists and its registry lacks are not offered, nor are those
 * that no node gets from the index; clusters without an answer are unknown.
 */
export function fateOf(
  { kind, images }: InspectedImage,
  chosen: readonly AskedCluster[],
  emulated: readonly string[],
  factsOf = noFacts,
): Coverage {
  const offered = images.filter(({ size, shadowed }) => size !== undefined && shadowed !== true);
  const insides = new Map(
    offered.flatMap(({ platform, digest }) => {
      const { inside } = factsOf(digest);
      return inside ? [[platform, inside] as const] : [];
    }),
  );
  return coverageOf(
    // what is not an image is not pulled
    { kind: kind === 'manifest' ? 'manifest' : 'index', platforms: offered.map(({ platform }) => platform), insides },
    chosen.map(({ context, known }) => known ?? { context, state: 'failed', local: false, groups: [] }),
    emulated,
  );
}

/** How an image would run as part of one of its workloads. */
export interface UseFate extends Coverage {
  readonly use: ImageUse;
  /** All nodes are known, and none of them accepts the pods of this workload. */
  readonly isNowhere: boolean;
}

/** @param placed the selected clusters, with those nodes eligible that accept the workload */
export function fateOfUse(
  image: InspectedImage,
  use: ImageUse,
  placed: readonly AskedCluster[],
  emulated: readonly string[],
  factsOf?: FactsOf,
): UseFate {
  const own = placed.filter(({ context }) => use.context === undefined || use.context === context);
  const fate = fateOf(image, own, emulated, factsOf);
  const isKnown = own.length > 0 && own.every(({ known }) => known?.kinds !== undefined && known.state === 'read');
  return { ...fate, use, isNowhere: isKnown && use.unplaced !== true && fate.groups.length === 0 };
}

/** Platforms whose start program does not match, as far as checked. */
export function unfitIn({ images }: InspectedImage, factsOf: FactsOf): readonly string[] {
  const unfit = images.flatMap(({ platform, digest }) => {
    const { inside } = factsOf(digest);
    const verdict = inside && judgeInside(inside, platform).verdict;
    return verdict === 'wrong' || verdict === 'broken' ? [platform] : [];
  });
  return [...new Set(unfit)];
}

/** A platform that clusters need and an image lacks. */
export interface MissingPlatform {
  readonly platform: string;
  readonly how: 'crashes' | 'does-not-pull';
}

/** Each once. An existing image that does not match is not missing. */
export function missingIn({ groups }: Coverage): readonly MissingPlatform[] {
  const failing = groups.filter(({ verdict, unfit }) => verdict === 'fails' && unfit !== true);
  return [...new Set(failing.map(({ platform }) => platform))].map((platform) => ({
    platform,
    how: failing.find((group) => group.platform === platform)?.how ?? 'crashes',
  }));
}
