import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { formatPlatform, normalizePlatform } from '../../src/domain/platform.ts';
import type { ImageTools } from '../bed/engine/imageTools.ts';

const run = promisify(execFile);

interface Entry {
  readonly mediaType: string;
  readonly digest: string;
  readonly artifactType?: string;
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Document {
  readonly manifests?: readonly Entry[];
  readonly artifactType?: string;
  readonly config?: { readonly mediaType: string };
  readonly layers?: readonly { readonly mediaType: string }[];
}

/** A program that shows the contents of a registry; independent of the product. */
export interface OtherProgram {
  readonly name: string;
  /** The bytes of an index or manifest of a plain HTTP registry. */
  readonly manifest: (ref: string) => Promise<string>;
  readonly config: (ref: string) => Promise<string>;
}

export function craneProgram(crane: string): OtherProgram {
  const ask = async (...args: readonly string[]) => (await run(crane, [...args, '--insecure'])).stdout;
  return { name: 'crane', manifest: (ref) => ask('manifest', ref), config: (ref) => ask('config', ref) };
}

export function skopeoProgram({ skopeo }: ImageTools): OtherProgram {
  const inspect = (ref: string, ...args: readonly string[]) =>
    skopeo('inspect', '--raw', '--tls-verify=false', ...args, `docker://${ref}`);
  return { name: 'skopeo', manifest: (ref) => inspect(ref), config: (ref) => inspect(ref, '--config') };
}

const nothing: readonly string[] = [];

/** The platforms of the runnable images under a reference according to another program, in its order. */
export async function platformsBy(program: OtherProgram, ref: string): Promise<readonly string[]> {
  const document = JSON.parse(await program.manifest(ref)) as Document;
  if (!document.manifests) {
    return isImage(document) ? named(JSON.parse(await program.config(ref)) as NonNullable<Entry['platform']>) : nothing;
  }
  const repository = ref.replace(/(?:@[^@]*|:[^:/]*)$/, '');
  const all: (readonly string[])[] = [];
  for (const entry of document.manifests) {
    all.push(await platformsOf(program, `${repository}@${entry.digest}`, entry));
  }
  return all.flat();
}

async function platformsOf(program: OtherProgram, ref: string, entry: Entry): Promise<readonly string[]> {
  const { annotations = {}, artifactType, platform } = entry;
  if ('vnd.docker.reference.type' in annotations || artifactType !== undefined || platform?.os === 'unknown') {
    return nothing;
  }
  const body = await program.manifest(ref).catch(() => undefined);
  if (body === undefined) {
    // the index lists it
    return platform ? named(platform) : nothing;
  }
  const document = JSON.parse(body) as Document;
  if (document.manifests || !platform) {
    return platformsBy(program, ref);
  }
  return isImage(document) ? named(platform) : nothing;
}

/** Charts have another kind of configuration, signatures have no file system layer. */
function isImage({ artifactType, config, layers = [] }: Document): boolean {
  const isConfig = /^application\/vnd\.(?:oci\.image\.config|docker\.container\.image)\.v1\+json$/;
  const isLayer = ({ mediaType }: { readonly mediaType: string }) => /\.(?:layer|rootfs)\./.test(mediaType);
  return (
    artifactType === undefined &&
    isConfig.test(config?.mediaType ?? '') &&
    (layers.length === 0 || layers.some(isLayer))
  );
}

function named(platform: NonNullable<Entry['platform']>): readonly string[] {
  return platform.os === '' ? nothing : [formatPlatform(normalizePlatform(platform))];
}
