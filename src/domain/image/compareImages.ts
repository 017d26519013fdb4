import type { InspectedImage } from './describe.ts';

type Image = InspectedImage['images'][number];

/** The change of a platform from one image to another. */
export interface PlatformChange {
  /** With the version of the operating system, if any. */
  readonly platform: string;
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  readonly before?: Image;
  readonly after?: Image;
}

/** By platform: those of the first image in its order, then additional ones of the second. */
export function compareImages(before: InspectedImage, after: InspectedImage): readonly PlatformChange[] {
  const [former, latter] = [byPlatform(before), byPlatform(after)];
  return [...new Set([...former.keys(), ...latter.keys()])].map((platform) => {
    const [old, fresh] = [former.get(platform), latter.get(platform)];
    const change =
      old === undefined ? 'added' : fresh === undefined ? 'removed' : old.digest === fresh.digest ? 'same' : 'changed';
    return { platform, change, ...(old && { before: old }), ...(fresh && { after: fresh }) };
  });
}

function byPlatform({ images }: InspectedImage): ReadonlyMap<string, Image> {
  const found = new Map<string, Image>();
  for (const image of images) {
    const platform = image.osVersion === undefined ? image.platform : `${image.platform} ${image.osVersion}`;
    // of two images for one platform, containerd uses the first
    found.set(platform, found.get(platform) ?? image);
  }
  return found;
}
