import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from '../bed/engine/tar.ts';
import { types, type RawRegistry } from '../engine/registryShapes.ts';

export type Descriptor = Awaited<ReturnType<RawRegistry['put']>>;

export interface ImageWish {
  /** What its configuration says: `linux/amd64`. */
  readonly platform: string;
  readonly files: readonly TarEntry[];
  /** The part `config` of its configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly tag?: string;
  /** With Docker's media types instead of OCI's. */
  readonly docker?: boolean;
}

const oci = 'application/vnd.oci.image';
const docker = 'application/vnd.docker';

/** Pushes an image of one platform that really runs, without an engine. */
export async function pushImage(
  to: RawRegistry,
  { platform, files, config = {}, tag = '', docker: isDocker = false }: ImageWish,
): Promise<Descriptor> {
  const archive = packTar(files);
  const layer = await to.blob(
    gzipSync(archive, { level: 1 }),
    isDocker ? `${docker}.image.rootfs.diff.tar.gzip` : `${oci}.layer.v1.tar+gzip`,
  );
  const configuration = {
    ...members(platform),
    // makes each image another one: the node does not ask a registry for content that it has
    config: { Env: ['PATH=/bin'], Labels: { repository: to.repository }, ...config },
    rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(archive).digest('hex')}`] },
  };
  const described = await to.blob(
    JSON.stringify(configuration),
    isDocker ? `${docker}.container.image.v1+json` : `${oci}.config.v1+json`,
  );
  const mediaType = isDocker ? types.dockerManifest : types.ociManifest;
  return to.put(tag, { schemaVersion: 2, mediaType, config: described, layers: [layer] }, mediaType);
}

/** What buildx attaches to an image: a manifest for `unknown/unknown`. */
export async function pushAttestation(to: RawRegistry, of: Descriptor): Promise<object> {
  const inToto = 'application/vnd.in-toto+json';
  const config = await to.blob(JSON.stringify({ ...members('unknown/unknown'), config: {} }), `${oci}.config.v1+json`);
  const statement = {
    ...(await to.blob('{"_type":"https://in-toto.io/Statement/v0.1"}', inToto)),
    annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' },
  };
  const mediaType = types.ociManifest;
  const manifest = await to.put('', { schemaVersion: 2, mediaType, config, layers: [statement] }, mediaType);
  return {
    ...manifest,
    annotations: {
      'vnd.docker.reference.digest': of.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
    platform: members('unknown/unknown'),
  };
}

/** An entry of an index for a platform. */
export function at(platform: string, descriptor: Descriptor): object {
  return { ...descriptor, platform: members(platform) };
}

function members(platform: string): object {
  const [os, architecture, variant] = platform.split('/');
  return {
    architecture,
    os,
    ...(variant !== undefined && { variant }),
    ...(os === 'windows' && { 'os.version': '10.0.20348.2700' }),
  };
}
