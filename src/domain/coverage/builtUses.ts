import type { ImageUse } from './imageUse.ts';
import type { UsesByImage } from './usesByImage.ts';

/**
 * The workloads that decide about the platforms that clusters need from builds here: those that use an image of this workspace. Without a
 * known name of such an image, all workloads of the workspace's files; none if no workload uses them.
 *
 * @param built names of images that are built here: pushed, or set as a tag or by the setting
 */
export function builtUses({ all, ofRepository }: UsesByImage, built: readonly string[]): readonly ImageUse[] {
  const uses =
    built.length > 0
      ? [...new Set(built.flatMap((image) => ofRepository(image)))]
      : all.filter(({ context }) => context === undefined);
  return uses.filter(({ engine }) => !engine);
}
