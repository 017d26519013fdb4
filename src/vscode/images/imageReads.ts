import { isReadUnasked, type NamedImage } from '../../domain/sources/manifests/workspaceImages.ts';
import type { ImageModel, KnownImage } from './model/imageModel.ts';

/** Which images were requested in this session, and when: registries limit reads, so no read is repeated for the same purpose. */
export interface ImageReads {
  /** Reads an image, regardless of cached data. */
  readonly read: (named: NamedImage) => Promise<KnownImage>;
  /** Information about a displayed image; reads it if it was not requested yet. */
  readonly known: (named: NamedImage) => Promise<KnownImage>;
  /** Reads the images that the view reads automatically, if they were not requested yet. */
  readonly readUnasked: (found: readonly NamedImage[]) => void;
  /** Discards earlier requests of these images. */
  readonly forget: (images: readonly NamedImage[]) => void;
  /** Discards requests before that time. @param before milliseconds since 1970 */
  readonly forgetBefore: (before: number) => void;
}

export function createImageReads(model: ImageModel, now: () => number): ImageReads {
  /** The time of each last request. */
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
