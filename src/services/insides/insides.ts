import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { usualLimits, usualTimes, type InsideLimits } from '../../domain/inside/budget.ts';
import type { Inside } from '../../domain/inside/inside.ts';
import { parseReference, type ImageReference } from '../../domain/image/reference.ts';
import { isRegistryError, RegistryError } from '../../tools/registry/errors.ts';
import { isWorkerError } from '../../tools/worker/errors.ts';
import type { ImageContents, Images } from '../images/images.ts';
import { diagnoseRegistry } from '../registry/registryDiagnosis.ts';
import type { RegistryReader } from '../registry/registryReader.ts';
import { diagnoseWorker } from '../worker/diagnoseWorker.ts';
import type { WorkerPools } from '../worker/pools.ts';
import type { InsideProgress } from './lookInside.ts';
import { afterwards, type After } from '../concurrency/timer.ts';
import { within } from './within.ts';

export type { InsideProgress } from './lookInside.ts';

interface InsideOptions {
  readonly signal?: AbortSignal | undefined;
  /** Lower limits than the defaults. */
  readonly limits?: Partial<InsideLimits>;
  readonly onProgress?: (progress: InsideProgress) => void;
}

export interface Insides {
  /**
   * Finds the program that a single-platform image starts, and its architecture. Reads layers from last to first, only as far as needed,
   * and each only once. Rejects with a `DiagnosedError` or `CancelledError`.
   */
  read(ref: string, digest: string, options?: InsideOptions): Promise<Inside>;
}

export interface InsidesDeps {
  readonly images: Pick<Images, 'contents'>;
  readonly registry: Pick<RegistryReader, 'blob' | 'stream'>;
  /** Threads that inspect images. */
  readonly workers: Pick<WorkerPools, 'layers'>;
  readonly limits?: Partial<InsideLimits>;
  readonly after?: After;
}

/** A thread (`lookInside`) finds the program. The host only fetches the bytes and does not parse them. */
export function createInsides({ images, registry, workers, limits, after = afterwards }: InsidesDeps): Insides {
  return {
    async read(ref, digest, { signal, limits: own, onProgress } = {}) {
      const parsed = parseReference(ref);
      if (!parsed.ok) {
        throw new DiagnosedError({ code: 'invalidRequest', params: { image: ref }, remedies: [] });
      }
      const name = parsed.value;
      const limit = { milliseconds: usualTimes.image, signal, after, what: `${ref} ${digest}` };
      try {
        return await within(limit, async (either) => {
          const contents = await images.contents(ref, digest, { signal: either });
          return fetchAndLook(name, contents, { ...usualLimits, ...limits, ...own }, either, onProgress);
        });
      } catch (error) {
        if (isWorkerError(error)) {
          throw diagnoseWorker(error, { image: ref });
        }
        throw isRegistryError(error) ? diagnoseRegistry(error, name) : error;
      }
    },
  };

  async function fetchAndLook(
    name: ImageReference,
    { config, layers }: ImageContents,
    bounds: InsideLimits,
    signal: AbortSignal,
    onProgress: InsideOptions['onProgress'],
  ): Promise<Inside> {
    if (layers.length > bounds.layers || config.size > bounds.configBytes) {
      return { state: 'tooLarge' };
    }
    const bytes = await registry.blob(name, config.digest, bounds.configBytes, signal);
    const described = layers.map(({ digest, size, mediaType }) => ({
      digest,
      size,
      mayBeAbsent: isElsewhere(mediaType),
    }));
    const input = { config: { digest: config.digest, bytes }, layers: described, limits: bounds };
    const answer = await workers.layers.run('inside', input, {
      signal,
      ...(onProgress && { onProgress }),
      open: async (index, take, unwanted) => {
        const layer = described[index];
        if (layer) {
          await fetchLayer(name, layer, take, AbortSignal.any([signal, unwanted]));
        }
      },
    });
    if ('wrong' in answer) {
      throw new RegistryError('broken', answer.wrong);
    }
    return answer.inside;
  }

  async function fetchLayer(
    name: ImageReference,
    { digest, size, mayBeAbsent }: { readonly digest: string; readonly size: number; readonly mayBeAbsent: boolean },
    take: (body: AsyncIterable<Uint8Array>) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = { milliseconds: usualTimes.layer, signal, after, what: digest };
    try {
      await within(limit, (either) => registry.stream(name, digest, size, take, either));
    } catch (error) {
      if (!(mayBeAbsent && isRegistryError(error) && error.status === 404)) {
        throw error;
      }
    }
  }
}

/** The registry of an image may not have the layers of Windows itself (OCI image-spec, layer.md). */
function isElsewhere(mediaType: string): boolean {
  return /\.(?:foreign|nondistributable)\./.test(mediaType);
}
