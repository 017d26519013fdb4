import type { AskedCluster } from '../../src/domain/cluster/chosen/asked.ts';
import type { Engine, ImageUse } from '../../src/domain/coverage/imageUse.ts';
import { placedOn, usesOn } from '../../src/domain/coverage/placedOn.ts';
import { usesByImage } from '../../src/domain/coverage/usesByImage.ts';
import { createImageVerdicts, type ImageVerdicts } from '../../src/vscode/targets/imageVerdicts.ts';

/** Judges images on these clusters by these workloads; without any, by all eligible nodes. */
export function verdictsOn(
  chosen: readonly AskedCluster[],
  uses: readonly ImageUse[] = [],
  engine: Engine = { emulated: [] },
): ImageVerdicts {
  return createImageVerdicts({ placedFor: placedIn(chosen) }, usesByImage(uses), () => engine);
}

/** The clusters with the nodes that workloads may run on. */
export function placedIn(chosen: readonly AskedCluster[]) {
  return (uses: readonly ImageUse[]): readonly AskedCluster[] =>
    chosen.map(({ context, known }) => ({ context, known: known && placedOn(known, usesOn(context, uses), []) }));
}
