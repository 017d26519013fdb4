import type { FactsOf } from '../../domain/coverage/imageFate.ts';
import type { ImageVerdict } from '../../domain/coverage/judgeImage.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import type { Inside } from '../../domain/inside/inside.ts';
import type { ProgramChecks } from '../../services/builds/afterPush/programs.ts';
import type { ImageVerdicts } from '../targets/imageVerdicts.ts';

export interface CheckedVerdictDeps {
  /** What was found in images before, by digest. */
  readonly known: FactsOf;
  /** Checks start programs within limits. */
  readonly programs: ProgramChecks;
}

/**
 * How an image would run on the clusters. The start programs of what their nodes pull are checked first: a label can be wrong, and then the
 * image does not run.
 */
export async function checkedVerdict(
  image: InspectedImage,
  verdicts: ImageVerdicts,
  { known, programs }: CheckedVerdictDeps,
  signal: AbortSignal,
): Promise<ImageVerdict> {
  const byLabel = verdicts(image, known);
  const { groups } = byLabel.coverage;
  const pulled = new Set(groups.filter(({ how }) => how !== 'does-not-pull').map(({ platform }) => platform));
  const unchecked = image.images.filter(
    ({ platform, digest, size, shadowed }) =>
      size !== undefined &&
      shadowed !== true &&
      known(digest).inside === undefined &&
      (image.kind === 'manifest' ? pulled.size > 0 : pulled.has(platform)),
  );
  if (unchecked.length === 0) {
    return byLabel;
  }
  const checked = await programs([{ reference: image.ref, platforms: unchecked }], signal);
  const insides = new Map<string, Inside>();
  for (const { digest, inside } of checked.flatMap(({ platforms }) => platforms)) {
    if (digest !== undefined && inside !== undefined) {
      insides.set(digest, inside);
    }
  }
  return verdicts(image, (digest) => {
    const inside = insides.get(digest) ?? known(digest).inside;
    return inside ? { inside } : {};
  });
}
