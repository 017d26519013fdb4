import { missingIn, type MissingPlatform } from '../../../domain/coverage/imageFate.ts';
import type { ImageVerdicts } from '../../targets/imageVerdicts.ts';
import type { ChosenWorkload } from '../pickWorkload.ts';

/** The platforms that nodes for a workload have and its image lacks; those of all nodes of its cluster if its place is unknown. */
export function missingFor(
  { uses, coverage }: ReturnType<ImageVerdicts>,
  { context, workload }: Pick<ChosenWorkload, 'context' | 'workload'>,
): readonly MissingPlatform[] {
  const own = uses.find(
    ({ use }) => use.context === context && use.kind === workload.kind && use.name === workload.name,
  );
  return missingIn({ state: 'unknown', groups: (own ?? coverage).groups.filter((group) => group.context === context) });
}
