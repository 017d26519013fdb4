import { highestOf } from '../untrusted/extremes.ts';
import { formatPlatform, isReadable, normalizePlatform, type Platform } from '../platform.ts';
import { invalidForm } from '../untrusted/invalidForm.ts';
import type { ImageConfig } from './config.ts';
import { createdIn } from './created.ts';
import { artifactTypeOf, isArtifact, isIndexType, isManifestType, type Descriptor, type Manifest } from './manifest.ts';
import { pulledFrom } from './pulled.ts';

/** The contents of a reference; plain JSON data, as published by the API. */
export interface InspectedImage {
  /** The reference as requested. */
  readonly ref: string;
  readonly digest: string;
  readonly mediaType: string;
  readonly kind: 'index' | 'manifest' | 'artifact';
  /** The runnable images in index order. */
  readonly images: readonly {
    /** Such as `linux/arm64`. */
    readonly platform: string;
    readonly osVersion?: string;
    readonly digest: string;
    /** Bytes: configuration and layers, compressed. Absent if the index lists an image that the registry does not have. */
    readonly size?: number;
    /** Milliseconds since 1970; absent if nothing that was read contains it. */
    readonly created?: number;
    readonly attestations: readonly { readonly digest: string; readonly predicateTypes: readonly string[] }[];
    /** No node pulls it from this index: for its platform, the container runtime takes another entry or none. */
    readonly shadowed?: true;
  }[];
  /** Entries that are not images: artifacts, attestations of absent images, entries with an unknown platform. */
  readonly other: readonly { readonly digest: string; readonly mediaType: string; readonly artifactType?: string }[];
  /** The newest creation time in milliseconds since 1970; absent if nothing that was read contains it. */
  readonly created?: number;
  /** It could not be read directly, only with Docker's own configuration. */
  readonly through?: 'docker';
}

/** The documents read so far, by the digest of the manifest; undefined: it was requested, but does not exist or has no information. */
export interface ImageDocuments {
  readonly manifests: ReadonlyMap<string, Manifest | undefined>;
  readonly configs: ReadonlyMap<string, ImageConfig | undefined>;
}

/** A missing document: a manifest, or the configuration of the manifest with that digest. */
export interface WantedDocument {
  readonly what: 'manifest' | 'config';
  readonly digest: string;
}

type Image = InspectedImage['images'][number];
type Attestation = Image['attestations'][number];
type Other = InspectedImage['other'][number];

/** Annotations with which BuildKit attaches an attestation to an image of the same index (docs/attestations/attestation-storage.md). */
const referenceType = 'vnd.docker.reference.type';
const referenceDigest = 'vnd.docker.reference.digest';
const attestationManifest = 'attestation-manifest';
const attestationArtifact = 'application/vnd.docker.attestation.manifest.v1+json';
const predicateType = 'in-toto.io/predicate-type';

/** Maximum depth of nested indexes. */
const maxDepth = 4;

/**
 * Describes the index or manifest with this digest from the documents read so far, and lists the missing ones. Call it again with these
 * until nothing is missing, at most once per level of the index and once more.
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
  const pulled = pulledFrom(top, documents, maxDepth + 1);
  const isShadowed = ({ platform, digest: own }: Image) =>
    top.kind === 'index' && !platform.startsWith('windows/') && pulled(platform) !== own;
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
        ...(isShadowed(image) && { shadowed: true }),
      })),
      other: [...other, ...attestations.filter(({ of }) => !here.has(of)).map(({ entry }) => describeOther(entry))],
    },
    wanted: [...wanted.values()],
  };
}

/** The newest creation time of these images; undefined if none is known. */
export function newest(images: readonly { readonly created?: number | undefined }[]): number | undefined {
  return highestOf(images.flatMap(({ created }) => created ?? []));
}

/** Bytes of all platforms, compressed. */
export function sizeOf({ images }: Pick<InspectedImage, 'images'>): number {
  return images.reduce((sum, { size = 0 }) => sum + size, 0);
}

/** The digest of the image that this entry attests: from BuildKit's annotations, or as an OCI artifact from its subject. */
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

/** A valid media type (RFC 6838, with parameters), or a placeholder. */
function readableType(type: string): string {
  return /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:; ?[\w.+-]{1,64}=[\w.+-]{1,64}){0,4}$/.test(type)
    ? type
    : invalidForm(type);
}

/** The predicate type of an attestation is a URI. */
function readableUri(uri: string): string {
  return /^[\w.~:/?#@!$&'()*+,;=%-]{1,256}$/.test(uri) ? uri : invalidForm(uri);
}
