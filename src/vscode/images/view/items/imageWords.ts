import { isChart } from '../../../../domain/image/artifactKind.ts';
import { registryPage } from '../../../../domain/image/names/registryPage.ts';
import type { ImageElement } from '../elements.ts';
import type { KnownImage } from '../../model/imageModel.ts';

/** The registry does not have it, and never had it as far as known. */
export function isAbsent({ image, error }: KnownImage): boolean {
  return image === undefined && error?.code === 'imageNotFound';
}

/** Absent, and named by a build of this workspace that never pushed it. If only others name it, the name may be wrong. */
export function isUnpushed(known: KnownImage): boolean {
  const { by } = known.named;
  return isAbsent(known) && by.some((namer) => namer === 'source' || namer === 'setting') && !by.includes('pushed');
}

/** The words in the `viewItem` conditions of package.json. */
export function imageWords({ known, missing }: ImageElement): string {
  const { named, image, error } = known;
  const { reference, by } = named;
  const words: readonly (readonly [string, boolean])[] = [
    [image?.kind === 'artifact' ? 'artifact' : 'image', true],
    ['chart', image?.kind === 'artifact' && isChart(image) && reference.tag !== undefined],
    ['read', image !== undefined && image.images.length > 0],
    ['absent', isAbsent(known)],
    // nothing of it is known, so what needs its content is not offered
    ['failed', image === undefined && error !== undefined && !isAbsent(known)],
    ['tagged', reference.tag !== undefined],
    ['incomplete', missing.length > 0],
    ['inFiles', by.some((namer) => ['workload', 'source', 'service'].includes(namer))],
    ['page', registryPage(reference) !== undefined],
    ['added', by.includes('added')],
  ];
  return words
    .filter(([, holds]) => holds)
    .map(([word]) => word)
    .join(' ');
}
