import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import type { FoundImage } from '../../domain/build/report.ts';
import { formatPlatform } from '../../domain/platform.ts';
import { parseReference, repositoryOf } from '../../domain/image/reference.ts';
import type { BuildMetadata } from '../../tools/buildx/metadata.ts';
import { inspectLocalImage } from '../../tools/docker/imageInspect.ts';

import type { Runner } from '../../tools/process/runner.ts';
import type { Environment } from '../environment.ts';
import type { Images } from '../images/images.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import { readLayout } from './ociLayout.ts';

/** The result of a build, read from its destination instead of the build's own output. */
export interface BuildResult {
  readonly found: readonly FoundImage[];
  /** False if nothing can be read back: a build that only fills the cache leaves nothing to read. */
  readonly verified: boolean;
}

export interface BuildResults {
  /** Reads the results of a successful build. Rejects if a registry, engine or folder does not provide them. */
  read(plan: BuildPlan, metadata: readonly BuildMetadata[], signal: AbortSignal): Promise<BuildResult>;
}

export function createBuildResults(deps: { runner: Runner; environment: Environment; images: Images }): BuildResults {
  const { runner, environment, images } = deps;

  async function pushed(entry: BuildMetadata, plan: BuildPlan, signal: AbortSignal): Promise<FoundImage> {
    const reference = plan.tags[0] ?? entry.names[0];
    const parsed = reference === undefined ? undefined : parseReference(reference);
    if (reference === undefined || !parsed?.ok) {
      throw new Error('buildx did not say what it pushed');
    }
    // use the digest if there is one; an old buildx reports none, which leaves the tag
    const target = entry.digest === undefined ? reference : `${repositoryOf(parsed.value)}@${entry.digest}`;
    const image = await images.inspect(target, {
      signal,
      ...(plan.builder !== undefined && { builder: plan.builder }),
    });
    return foundImage(plan.pushByDigest ? target : reference, image);
  }

  async function loaded(entry: BuildMetadata, plan: BuildPlan, signal: AbortSignal): Promise<BuildResult> {
    const reference = plan.tags[0] ?? entry.names[0] ?? entry.digest;
    if (reference === undefined) {
      return { found: [], verified: false };
    }
    const docker = await environment.docker();
    const several = plan.platforms.length > 1;
    const local = await Promise.all(
      (several ? plan.platforms.map(formatPlatform) : [undefined]).map((platform) =>
        runner.run(inspectLocalImage(docker, reference, platform), { signal }),
      ),
    );
    const failed = local.find((image) => image.state === 'failed');
    if (failed) {
      throw new Error(failed.problem);
    }
    const there = local.filter((image) => image.state === 'there');
    const image = {
      reference,
      ...(entry.digest !== undefined && { digest: entry.digest }),
      platforms: there.map(({ platform, id }) => ({ platform, ...(!several && { digest: id }) })),
    };
    return local.some(({ state }) => state === 'cannotSay')
      ? { found: [{ ...image, platforms: [] }], verified: false }
      : { found: [image], verified: true };
  }

  return {
    async read(plan, metadata, signal) {
      switch (plan.output) {
        case 'push':
          if (metadata.length === 0) {
            throw new Error('buildx wrote no metadata file');
          }
          return { found: await Promise.all(metadata.map((entry) => pushed(entry, plan, signal))), verified: true };
        case 'load': {
          const results = await Promise.all(metadata.map((entry) => loaded(entry, plan, signal)));
          return { found: results.flatMap(({ found }) => found), verified: results.every(({ verified }) => verified) };
        }
        case 'oci': {
          const folder = path.resolve(plan.directory, plan.destination ?? '');
          const image = await readLayout(folder, metadata[0]?.digest);
          const reference = plan.tags[0];
          return {
            found: [
              { ...(reference !== undefined && { reference }), digest: image.digest, platforms: image.images.map(row) },
            ],
            verified: true,
          };
        }
        case 'cache':
          return { found: [], verified: false };
      }
    },
  };
}

/** An image in a registry. Without a size, the index lists it but the registry does not have it. */
export function foundImage(reference: string, { digest, images }: InspectedImage): FoundImage {
  return { reference, digest, platforms: images.filter(({ size }) => size !== undefined).map(row) };
}

function row({ platform, digest, size }: InspectedImage['images'][number]) {
  return { platform, digest, ...(size !== undefined && { size }) };
}
