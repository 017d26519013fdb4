import { isReadUnasked, type NamedImage } from '../../domain/sources/manifests/workspaceImages.ts';
import type { ImageModel, KnownImage } from './model/imageModel.ts';

/** Which images were asked for in this session, and when: registries count reads, so none is made twice for the same question. */
export interface ImageReads {
  /** Reads an image, whatever is known of it. */
  readonly read: (named: NamedImage) => Promise<KnownImage>;
  /** What is known of an image that somebody looks at; it is read where it was not asked for yet. */
  readonly known: (named: NamedImage) => Promise<KnownImage>;
  /** Reads those that the view reads by itself and that were not asked for yet. */
  readonly readUnasked: (found: readonly NamedImage[]) => void;
  /** Of these images what was asked for counts no more. */
  readonly forget: (images: readonly NamedImage[]) => void;
  /** What was asked for before that counts no more. @param before milliseconds since 1970 */
  readonly forgetBefore: (before: number) => void;
}

export function createImageReads(model: ImageModel, now: () => number): ImageReads {
  /** When each was last asked for. */
  const asked = new Map<string, number>();

  function read(named: NamedImage): Promise<KnownImage> {
    asked.set(named.id, now());
    return model.read(named);
  }

  return {
    read,
    async known(named) {
      const known = model.known(named);
      return asked.has(named.id) && !known.reading ? known : read(named);
    },
    readUnasked(found) {
      const unread = found.filter((named) => !asked.has(named.id) && isReadUnasked(named));
      for (const { id } of unread) {
        asked.set(id, now());
      }
      void model.readAll(unread);
    },
    forget(images) {
      for (const { id } of images) {
        asked.delete(id);
      }
    },
    forgetBefore(before) {
      for (const [id, at] of asked) {
        if (at < before) {
          asked.delete(id);
        }
      }
    },
  };
}
