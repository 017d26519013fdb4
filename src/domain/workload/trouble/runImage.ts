import type { InspectedImage } from '../../image/describe.ts';
import { acceptablePlatforms, parsePlatform, samePlatform } from '../../platform.ts';
import { digestInId } from '../imageId.ts';

type Images = readonly Pick<InspectedImage['images'][number], 'platform' | 'digest'>[];

/**
 * The images that a container may run, by its `imageID`: all of an index, or the single one of a manifest. Undefined if it runs something
 * else than the image that was read.
 *
 * @param configs the digests of their configurations, in the same order, if those were read
 */
export function imagesOfRun(
  { digest, images }: Pick<InspectedImage, 'digest' | 'images'>,
  imageId: string,
  configs: readonly string[] = [],
): Images | undefined {
  const found = digestInId(imageId);
  if (found === undefined) {
    return undefined;
  }
  if (found.digest === digest) {
    return images.filter(({ size }) => size !== undefined);
  }
  const at = images.findIndex((each, index) => each.digest === found.digest || configs[index] === found.digest);
  return at < 0 ? undefined : images.slice(at, at + 1);
}

/** The one that a node starts: the best for it, or the only one, which is pulled for any node. */
export function startedOn(node: string, images: Images): Images[number] | undefined {
  const host = parsePlatform(node);
  const best = host.ok
    ? acceptablePlatforms(host.value)
        .map((accepted) => images.find(({ platform }) => isSame(platform, accepted)))
        .find((image) => image !== undefined)
    : undefined;
  return best ?? (images.length === 1 ? images[0] : undefined);
}

function isSame(platform: string, accepted: Parameters<typeof samePlatform>[1]): boolean {
  const parsed = parsePlatform(platform);
  return parsed.ok && samePlatform(parsed.value, accepted);
}
