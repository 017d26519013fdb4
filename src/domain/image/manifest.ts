import type { Platform } from '../platform.ts';
import { isDigest } from './reference.ts';
import { bad, good, type Result } from '../result.ts';
import {
  asList,
  asOptionalString,
  asSize,
  asString,
  asStrings,
  isAbsent,
  member,
  UnexpectedJson,
  type Json,
} from '../untrusted/located.ts';
import { parseJson } from '../untrusted/json.ts';

/** An entry of an index or a manifest. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Stored size in bytes: compressed. */
  readonly size: number;
  readonly artifactType?: string;
  /** Unchanged; all parts may be empty. */
  readonly platform?: Platform;
  readonly annotations: ReadonlyMap<string, string>;
}

interface ImageIndex {
  readonly kind: 'index';
  readonly mediaType: string;
  readonly entries: readonly Descriptor[];
  readonly annotations: ReadonlyMap<string, string>;
}

export interface ImageManifest {
  readonly kind: 'manifest';
  readonly mediaType: string;
  readonly artifactType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: ReadonlyMap<string, string>;
  /** Digest of the manifest that this one refers to. */
  readonly subject?: string;
}

export type Manifest = ImageIndex | ImageManifest;

export type ManifestProblem =
  | { readonly code: 'notJson' }
  | { readonly code: 'tooLarge' }
  | { readonly code: 'unknownMediaType'; readonly mediaType: string }
  | { readonly code: 'invalid'; readonly where: string };

const ociIndex = 'application/vnd.oci.image.index.v1+json';
const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const indexTypes = [ociIndex, 'application/vnd.docker.distribution.manifest.list.v2+json'];
const manifestTypes = [ociManifest, 'application/vnd.docker.distribution.manifest.v2+json'];
const configTypes = ['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json'];
const emptyConfig = 'application/vnd.oci.empty.v1+json';
const layerTypes = /^application\/vnd\.(?:oci\.image\.layer|docker\.image\.rootfs)\./;

/** The maximum size that the distribution specification allows registries to set. */
const maxSize = 4 * 1024 * 1024;

export function isIndexType(mediaType: string): boolean {
  return indexTypes.includes(mediaType);
}

export function isManifestType(mediaType: string): boolean {
  return manifestTypes.includes(mediaType);
}

/**
 * Parses an untrusted index or manifest of OCI or Docker. Without a media type, which OCI allows, the members decide; a body that could be
 * both is refused, as in containerd.
 */
export function readManifest(text: string): Result<Manifest, ManifestProblem> {
  if (text.length > maxSize) {
    return bad({ code: 'tooLarge' });
  }
  const value = parseJson(text);
  if (value === undefined) {
    return bad({ code: 'notJson' });
  }
  try {
    return read({ value, where: '' });
  } catch (error) {
    if (error instanceof UnexpectedJson) {
      return bad({ code: 'invalid', where: error.where });
    }
    throw error;
  }
}

/**
 * Whether the manifest is not an image: a chart, signature or attestation. Signatures use an image's configuration, so the layers count,
 * too.
 */
export function isArtifact({ artifactType, config, layers }: ImageManifest): boolean {
  return (
    artifactType !== undefined ||
    !configTypes.includes(config.mediaType) ||
    (layers.length > 0 && !layers.some(({ mediaType }) => layerTypes.test(mediaType)))
  );
}

/**
 * The artifact type. Before OCI 1.1, this was the type of its configuration; signatures, which have that of an image, have it in their
 * first layer.
 */
export function artifactTypeOf({ artifactType, config, layers: [first] }: ImageManifest): string | undefined {
  const saysNothing = configTypes.includes(config.mediaType) || config.mediaType === emptyConfig;
  const layer = first && !layerTypes.test(first.mediaType) ? first.mediaType : undefined;
  return artifactType ?? (saysNothing ? layer : config.mediaType);
}

function read(body: Json): Result<Manifest, ManifestProblem> {
  const entries = member(body, 'manifests');
  const config = member(body, 'config');
  const layers = member(body, 'layers');
  const looksLikeIndex = !isAbsent(entries);
  if (looksLikeIndex && !(isAbsent(config) && isAbsent(layers))) {
    return bad({ code: 'invalid', where: entries.where });
  }
  const mediaType = asOptionalString(member(body, 'mediaType')) ?? (looksLikeIndex ? ociIndex : ociManifest);
  if (isIndexType(mediaType) && (looksLikeIndex || isAbsent(config))) {
    const annotations = asStrings(member(body, 'annotations'));
    return good({ kind: 'index', mediaType, entries: asList(entries).map(readDescriptor), annotations });
  }
  if (isManifestType(mediaType) && !looksLikeIndex) {
    const artifactType = asOptionalString(member(body, 'artifactType'));
    const subject = member(body, 'subject');
    return good({
      kind: 'manifest',
      mediaType,
      config: readDescriptor(config),
      layers: asList(layers).map(readDescriptor),
      annotations: asStrings(member(body, 'annotations')),
      ...(artifactType !== undefined && { artifactType }),
      ...(!isAbsent(subject) && { subject: readDescriptor(subject).digest }),
    });
  }
  return bad({ code: 'unknownMediaType', mediaType });
}

function readDescriptor(json: Json): Descriptor {
  const digest = member(json, 'digest');
  if (!isDigest(asString(digest))) {
    throw new UnexpectedJson(digest.where);
  }
  const artifactType = asOptionalString(member(json, 'artifactType'));
  const platform = member(json, 'platform');
  return {
    mediaType: asString(member(json, 'mediaType')),
    digest: asString(digest),
    size: asSize(member(json, 'size')),
    annotations: asStrings(member(json, 'annotations')),
    ...(artifactType !== undefined && { artifactType }),
    ...(!isAbsent(platform) && { platform: readPlatform(platform) }),
  };
}

/** The members of a platform, the same in an index and in a configuration. */
export function readPlatform(json: Json): Platform {
  const variant = asOptionalString(member(json, 'variant'));
  const osVersion = asOptionalString(member(json, 'os.version'));
  const features: unknown = member(json, 'os.features').value;
  const osFeatures = Array.isArray(features) ? features.filter((each) => typeof each === 'string') : [];
  return {
    os: asOptionalString(member(json, 'os')) ?? '',
    architecture: asOptionalString(member(json, 'architecture')) ?? '',
    ...(variant !== undefined && { variant }),
    ...(osVersion !== undefined && { osVersion }),
    ...(osFeatures.length > 0 && { osFeatures }),
  };
}
