import { isIndexType, type Descriptor } from './manifest.ts';
import { formatPlatform, isReadable, normalizePlatform } from '../platform.ts';

/** The contents of an index, from which another one can be created. */
export interface IndexContent {
  /** Of the index or the single manifest. */
  readonly digest: string;
  /** Each with its platform in the index. */
  readonly entries: readonly Descriptor[];
  readonly annotations: ReadonlyMap<string, string>;
}

/** BuildKit's annotation of an attestation with its image (docs/attestations/attestation-storage.md). */
const attested = 'vnd.docker.reference.digest';

/** The normalized platform of an image in an index; undefined for attestations and unknown platforms. */
export function entryPlatform({ platform, annotations }: Descriptor): string | undefined {
  if (platform === undefined || annotations.has(attested) || platform.os === 'unknown' || platform.os === '') {
    return undefined;
  }
  const { osVersion } = normalizePlatform(platform);
  return [formatPlatform(platform), ...(osVersion === undefined || !isReadable(platform) ? [] : [osVersion])].join(' ');
}

/** The digest of the image that an attestation belongs to; undefined for other entries. */
export function attestedBy({ annotations }: Descriptor): string | undefined {
  return annotations.get(attested);
}

/** The contents without some platforms and the attestations of their images. */
export function withoutPlatforms(content: IndexContent, platforms: readonly string[]): IndexContent {
  return keeping(
    content,
    content.entries.filter((entry) => !platforms.includes(entryPlatform(entry) ?? '')),
  );
}

/** The contents without the image of one platform; keeps an image with the same digest for another platform. */
export function withoutImage(
  content: IndexContent,
  { platform, digest }: { readonly platform: string; readonly digest: string },
): IndexContent {
  const isIt = (entry: Descriptor) =>
    entry.digest === digest && (entryPlatform(entry)?.split(' ')[0] ?? platform) === platform;
  return keeping(
    content,
    content.entries.filter((entry) => !isIt(entry)),
  );
}

/** The contents with these entries only, and without attestations of other images. */
function keeping(content: IndexContent, left: readonly Descriptor[]): IndexContent {
  const dropped = new Set(content.entries.map(({ digest }) => digest));
  left.forEach(({ digest }) => dropped.delete(digest));
  return { ...content, entries: left.filter(({ annotations }) => !dropped.has(annotations.get(attested) ?? '')) };
}

/** All contents; of two images for one platform, the later one. Annotations are those of the first. */
export function joinContents([first, ...others]: readonly [IndexContent, ...IndexContent[]]): IndexContent {
  return others.reduce<IndexContent>((all, added) => {
    const replaced = added.entries.flatMap((entry) => entryPlatform(entry) ?? []);
    const kept = withoutPlatforms(all, replaced).entries;
    const there = new Set(kept.map(keyOf));
    const fresh = added.entries.filter((entry) => !there.has(keyOf(entry)));
    return { ...all, entries: [...kept, ...fresh] };
  }, first);
}

function keyOf(entry: Descriptor): string {
  return `${entry.digest} ${entryPlatform(entry) ?? ''}`;
}

/** The platforms of its images, each once. */
export function platformsIn({ entries }: IndexContent): readonly string[] {
  return [...new Set(entries.flatMap((entry) => entryPlatform(entry) ?? []))];
}

/** Whether it contains an image for a platform, or an index that may contain one. */
export function holdsImages({ entries }: IndexContent): boolean {
  return entries.some((entry) => entryPlatform(entry) !== undefined || isIndexType(entry.mediaType));
}

/** A descriptor in OCI's format, for `docker buildx imagetools create --file`. */
export function descriptorJson({ mediaType, digest, size, artifactType, platform, annotations }: Descriptor): string {
  return JSON.stringify({
    mediaType,
    digest,
    size,
    ...(artifactType !== undefined && { artifactType }),
    ...(platform && {
      platform: {
        architecture: platform.architecture,
        os: platform.os,
        ...(platform.variant !== undefined && { variant: platform.variant }),
        ...(platform.osVersion !== undefined && { 'os.version': platform.osVersion }),
        ...(platform.osFeatures !== undefined && { 'os.features': platform.osFeatures }),
      },
    }),
    ...(annotations.size > 0 && { annotations: Object.fromEntries(annotations) }),
  });
}
