import assert from 'node:assert/strict';
import type { InspectedImage } from '../../src/domain/image/describe.ts';
import type { Descriptor } from '../../src/domain/image/manifest.ts';
import type { IndexContent } from '../../src/domain/image/indexEdit.ts';
import { parsePlatform } from '../../src/domain/platform.ts';
import { workspaceImages, type NamedImage } from '../../src/domain/sources/manifests/workspaceImages.ts';

/** A digest that starts with these hexadecimal digits. */
export const digest = (start: string) => `sha256:${start.padEnd(64, '0')}`;

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

/** The digest of the image for a platform; by default derived from the platform's letters. */
export const digestFor = (platform: string) => digest(Buffer.from(platform).toString('hex').slice(-12));

/** An index as read from a registry, with an image of 10 MB for each platform. */
export function inspected(ref: string, platforms: readonly string[], own = digest('aa')): InspectedImage {
  return {
    ref,
    digest: own,
    mediaType: indexType,
    kind: 'index',
    images: platforms.map((platform) => ({
      platform,
      digest: digestFor(platform),
      size: 10_000_000,
      attestations: [],
    })),
    other: [],
  };
}

/** The entries of an index, an image for each platform. */
export function content(platforms: readonly string[], own = digest('aa')): IndexContent {
  return { digest: own, entries: platforms.map(entryFor), annotations: new Map() };
}

function entryFor(text: string): Descriptor {
  const platform = parsePlatform(text);
  assert.ok(platform.ok);
  return {
    mediaType: manifestType,
    digest: digestFor(text),
    size: 7,
    platform: platform.value,
    annotations: new Map(),
  };
}

/** An image of the workspace. */
export function named(image: string, by: NamedImage['by'][number] = 'added'): NamedImage {
  const [found] = workspaceImages([{ image, by }]);
  assert.ok(found);
  return found;
}
