import type { describeImage, InspectedImage, WantedDocument } from '../../domain/image/describe.ts';
import type { ImageConfig } from '../../domain/image/config.ts';
import type { Manifest } from '../../domain/image/manifest.ts';
import { mapLimited } from '../concurrency/mapLimited.ts';

/** What was read for one answer, by digest; undefined: the registry does not have it. */
export interface Reading {
  readonly manifests: Map<string, Manifest | undefined>;
  readonly configs: Map<string, ImageConfig | undefined>;
}

/** Each read may be a process. */
const atOnce = 4;
/** No image has as many. */
const maxReads = 500;

/**
 * Describes, reads what that wants, and so on until it wants nothing.
 *
 * @param tooMany makes the error for an index that names more than is read
 */
export async function readAll(
  describe: () => ReturnType<typeof describeImage>,
  read: (document: WantedDocument) => Promise<void>,
  tooMany: (most: number) => Error,
): Promise<InspectedImage> {
  let left = maxReads;
  for (;;) {
    const { image, wanted } = describe();
    if (wanted.length === 0) {
      return image;
    }
    left -= wanted.length;
    if (left < 0) {
      throw tooMany(maxReads);
    }
    await mapLimited(wanted, atOnce, read);
  }
}
