import { formatReference, parseReference, repositoryIn } from '../image/reference.ts';
import { taggedId } from '../sources/manifests/pinText.ts';
import type { ImageUse } from './imageUse.ts';

/** The workloads that use images, found by reference. */
export interface UsesByImage {
  /**
   * The workloads that use an image. Without any that names exactly this tag, those that use another tag of it: the next one is deployed by the
   * same workloads.
   */
  readonly of: (image: string) => readonly ImageUse[];
  /** Those that use any tag of an image. */
  readonly ofRepository: (image: string) => readonly ImageUse[];
  readonly all: readonly ImageUse[];
}

/** Indexes the workloads: a workspace can reference a thousand images. */
export function usesByImage(all: readonly ImageUse[]): UsesByImage {
  const byId = new Map<string, ImageUse[]>();
  const byRepository = new Map<string, ImageUse[]>();
  const add = (map: Map<string, ImageUse[]>, key: string | undefined, use: ImageUse) => {
    if (key !== undefined) {
      const known = map.get(key) ?? [];
      known.push(use);
      map.set(key, known);
    }
  };
  for (const use of all) {
    add(byId, idIn(use.image), use);
    add(byRepository, repositoryIn(use.image), use);
  }
  const ofRepository = (image: string) => byRepository.get(repositoryIn(image) ?? '') ?? [];
  return { all, ofRepository, of: (image) => byId.get(idIn(image)) ?? ofRepository(image) };
}

/** Whether a workload names this very tag, or this digest if the image has no tag. */
export function namesImage({ image: named }: Pick<ImageUse, 'image'>, image: string): boolean {
  return idIn(named) === idIn(image);
}

/** The full reference by its tag, or by its digest if it has none. */
function idIn(image: string): string {
  const parsed = parseReference(image);
  return taggedId(image) ?? (parsed.ok ? formatReference(parsed.value) : image);
}
