import { highestOf } from '../untrusted/extremes.ts';
import { formatPlatform, isReadable, normalizePlatform, type Platform } from '../platform.ts';
import { invalidForm } from '../untrusted/invalidForm.ts';
import type { ImageConfig } from './config.ts';
import { createdIn } from './created.ts';
import { artifactTypeOf, isArtifact, isIndexType, isManifestType, type Descriptor, type Manifest } from './manifest.ts';

/** What a reference stands for; plain JSON data, as the API promises it. */
export interface InspectedImage {
  /** As it was asked for. */
  readonly ref: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: 'index' | 'manifest' | 'artifact';
  /** The runnable images, in the index's order. */
  readonly images: readonly {
    /** Such as `linux/arm64`. */
    readonly platform: string;
    readonly osVersion?: string;
    readonly digest: string;
    /** Bytes: configuration and layers, compressed. Absent where the index names an image that the registry does not have. */
    readonly size?: number;
    /** Milliseconds since 1970; absent where nothing that was read says so. */
    readonly created?: number;
    readonly attestations: readonly { readonly digest: string; readonly predicateTypes: readonly string[] }[];
  }[];
  /** What is no image: artifacts, attestations of images that are not here, entries that nobody can tell the platform of. */
  readonly other: readonly { readonly digest: string; readonly mediaType: string; readonly artifactType?: string }[];
  /** When the newest of it was made, in milliseconds since 1970; absent where nothing that was read says so. */
  readonly created?: number;
  /** It could not be read directly, but through Docker's own configuration. */
  readonly through?: 'docker';
}

/** What was read so far, by the digest of the manifest; undefined: it was asked for and is not there, or says nothing. */
export interface ImageDocuments {
  readonly manifests: ReadonlyMap<string, Manifest | undefined>;
  readonly configs: ReadonlyMap<string, ImageConfig | undefined>;
}

/** What has to be read too: a manifest, or the configuration of the manifest of that digest. */
export interface WantedDocument {
  readonly what: 'manifest' | 'config';
  readonly digest: string;
}

type Image = InspectedImage['images'][number];
type Attestation = Image['attestations'][number];
type Other = InspectedImage['other'][number];

/** Annotations by which BuildKit attaches an attestation to an image of the same index (docs/attestations/attestation-storage.md). */
const referenceType = 'vnd.docker.reference.type';
const referenceDigest = 'vnd.docker.reference.digest';
const attestationManifest = 'attestation-manifest';
const attestationArtifact = 'application/vnd.docker.attestation.manifest.v1+json';
const predicateType = 'in-toto.io/predicate-type';

/** Levels of indexes inside indexes that are followed. */
const maxDepth = 4;

/**
 * Describes the index or manifest of this digest by what was read of it, and names what has to be read for a full
 * answer. To be asked again with that until nothing is wanted, at most once for each level of the index and once more.
 */
export function describeImage(
  ref: string,
  digest: string,
  top: Manifest,
  documents: ImageDocuments,
): { readonly image: InspectedImage; readonly wanted: readonly WantedDocument[] } {
  const wanted = new Map<string, WantedDocument>();
  const images: Image[] = [];
  const attestations: (Attestation & { readonly of: string; readonly entry: Descriptor })[] = [];
  const other: Other[] = [];

  function find<T>(
    what: WantedDocument['what'],
    known: ReadonlyMap<string, T | undefined>,
    of: string,
  ): T | 'unread' | undefined {
    if (known.has(of)) {
      return known.get(of);
    }
    wanted.set(`${what} ${of}`, { what, digest: of });
    return 'unread';
  }

  function visit(entry: Descriptor, depth: number, known?: Manifest): void {
    const attached = entry.annotations.get(referenceType);
    const isIndex = isIndexType(entry.mediaType);
    if ((attached !== undefined && attached !== attestationManifest) || !(isIndex || isManifestType(entry.mediaType))) {
      other.push(describeOther(entry));
      return;
    }
    if (depth > maxDepth) {
      other.push(describeOther(entry));
      return;
    }
    const manifest = known ?? find('manifest', documents.manifests, entry.digest);
    if (manifest === 'unread') {
      return;
    }
    if (isIndex && manifest?.kind === 'index') {
      manifest.entries.forEach((child) => {
        visit(child, depth + 1);
      });
    } else if (isIndex || manifest?.kind === 'index') {
      other.push(describeOther(entry));
    } else {
      visitManifest(entry, manifest);
    }
  }

  function visitManifest(entry: Descriptor, manifest: Extract<Manifest, { kind: 'manifest' }> | undefined): void {
    const of = attestedDigest(entry, manifest);
    if (of !== undefined) {
      const predicateTypes = (manifest?.layers ?? []).flatMap((layer) => {
        const type = layer.annotations.get(predicateType);
        return type === undefined ? [] : readableUri(type);
      });
      attestations.push({ digest: entry.digest, predicateTypes, of, entry });
      return;
    }
    if (entry.artifactType !== undefined || (manifest !== undefined && isArtifact(manifest))) {
      other.push(describeOther(entry, manifest && artifactTypeOf(manifest)));
      return;
    }
    const named = namedPlatform(entry.platform);
    const config = named
      ? documents.configs.get(entry.digest)
      : manifest && find('config', documents.configs, entry.digest);
    if (config === 'unread') {
      return;
    }
    const platform = named ?? config?.platform;
    if (platform === undefined || platform.os === 'unknown' || platform.architecture === 'unknown') {
      other.push(describeOther(entry));
      return;
    }
    const created = createdIn(entry.annotations) ?? (manifest && createdIn(manifest.annotations)) ?? config?.created;
    images.push({
      platform: formatPlatform(platform),
      ...(platform.osVersion !== undefined && isReadable(platform) && { osVersion: platform.osVersion }),
      digest: entry.digest,
      ...(manifest && { size: [manifest.config, ...manifest.layers].reduce((sum, { size }) => sum + size, 0) }),
      ...(created !== undefined && { created }),
      attestations: [],
    });
  }

  visit({ mediaType: top.mediaType, digest, size: 0, annotations: new Map() }, 0, top);
  const here = new Set(images.map((image) => image.digest));
  const attached = new Map<string, Attestation[]>();
  for (const { of, digest: own, predicateTypes } of attestations) {
    const others = attached.get(of) ?? [];
    others.push({ digest: own, predicateTypes });
    attached.set(of, others);
  }
  const created = createdIn(top.annotations) ?? newest(images);
  return {
    image: {
      ref,
      digest,
      mediaType: readableType(top.mediaType),
      kind: top.kind === 'manifest' && isArtifact(top) ? 'artifact' : top.kind,
      ...(created !== undefined && { created }),
      images: images.map((image) => ({
        ...image,
        attestations: attached.get(image.digest) ?? [],
      })),
      other: [...other, ...attestations.filter(({ of }) => !here.has(of)).map(({ entry }) => describeOther(entry))],
    },
    wanted: [...wanted.values()],
  };
}

/** When the newest of these images was made; undefined where of none is known when. */
export function newest(images: readonly { readonly created?: number | undefined }[]): number | undefined {
  return highestOf(images.flatMap(({ created }) => created ?? []));
}

/** Bytes of all its platforms, compressed. */
export function sizeOf({ images }: Pick<InspectedImage, 'images'>): number {
  return images.reduce((sum, { size = 0 }) => sum + size, 0);
}

/** The digest of the image that this entry attests: by BuildKit's annotations, or as an OCI artifact by its subject. */
function attestedDigest(
  entry: Descriptor,
  manifest: Extract<Manifest, { kind: 'manifest' }> | undefined,
): string | undefined {
  if (entry.annotations.get(referenceType) === attestationManifest) {
    return entry.annotations.get(referenceDigest) ?? manifest?.subject ?? '';
  }
  return manifest?.artifactType === attestationArtifact ? manifest.subject : undefined;
}

function namedPlatform(platform: Platform | undefined): Platform | undefined {
  return platform === undefined || platform.os === '' || platform.architecture === ''
    ? undefined
    : normalizePlatform(platform);
}

function describeOther({ digest, mediaType, artifactType }: Descriptor, kindOfArtifact = artifactType): Other {
  return {
    digest,
    mediaType: readableType(mediaType),
    ...(kindOfArtifact !== undefined && { artifactType: readableType(kindOfArtifact) }),
  };
}

/** A media type (RFC 6838, with parameters), else what stands for it. */
function readableType(type: string): string {
  return /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:; ?[\w.+-]{1,64}=[\w.+-]{1,64}){0,4}$/.test(type)
    ? type
    : invalidForm(type);
}

/** What an attestation says is a URI. */
function readableUri(uri: string): string {
  return /^[\w.~:/?#@!$&'()*+,;=%-]{1,256}$/.test(uri) ? uri : invalidForm(uri);
}
