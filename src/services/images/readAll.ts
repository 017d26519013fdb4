import type { describeImage, InspectedImage, WantedDocument } from '../../domain/image/describe.ts';
import type { ImageConfig } from '../../domain/image/config.ts';
import type { Manifest } from '../../domain/image/manifest.ts';
import { mapLimited } from '../concurrency/mapLimited.ts';

/** The documents read for one answer, by digest; undefined: the registry does not have it. */
export interface Reading {
  readonly manifests: Map<string, Manifest | undefined>;
  readonly configs: Map<string, ImageConfig | undefined>;
}

/** Each read may be a process. */
const atOnce = 4;
/** More than any image has. */
const maxReads = 500;

/**
 * Alternates between describing and reading until nothing is missing.
 *
 * @param tooMany creates the error for an index with too many entries
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
