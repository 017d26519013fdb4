import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { usualLimits, usualTimes, type InsideLimits } from '../../domain/inside/budget.ts';
import type { Inside } from '../../domain/inside/inside.ts';
import { parseReference, type ImageReference } from '../../domain/reference.ts';
import { isRegistryError, RegistryError } from '../../tools/registry/errors.ts';
import type { ImageContents, Images } from '../images.ts';
import { diagnoseRegistry } from '../registry/registryDiagnosis.ts';
import type { RegistryReader } from '../registry/registryReader.ts';
import { isElsewhere, type InsideProgress, type LookAnswer, type LookCaller, type LookInput } from './lookInside.ts';
import { afterTimeout, within, type After } from './within.ts';

export type { InsideProgress } from './lookInside.ts';

interface InsideOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: InsideProgress) => void;
}

export interface Insides {
  /**
   * What an image of one platform starts, and for which processors that is. Reads layers from the last to the first, none more
   * than the answer needs, and none twice. Rejects with a `DiagnosedError` or `CancelledError`.
   */
  read(ref: string, digest: string, options?: InsideOptions): Promise<Inside>;
}

export interface InsidesDeps {
  readonly images: Pick<Images, 'contents'>;
  readonly registry: Pick<RegistryReader, 'blob' | 'stream'>;
  /** Looks into an image, wherever that is done. */
  readonly look: (input: LookInput, caller: LookCaller) => Promise<LookAnswer>;
  readonly limits?: Partial<InsideLimits>;
  readonly after?: After;
}

/** What an image starts is found elsewhere (`look`): here its bytes are fetched, and none of them is understood. */
export function createInsides({ images, registry, look, limits, after = afterTimeout }: InsidesDeps): Insides {
  const bounds = { ...usualLimits, ...limits };
  return {
    async read(ref, digest, { signal, onProgress } = {}) {
      const parsed = parseReference(ref);
      if (!parsed.ok) {
        throw new DiagnosedError({ code: 'invalidRequest', params: { image: ref }, remedies: [] });
      }
      const name = parsed.value;
      const limit = { milliseconds: usualTimes.image, signal, after, what: `${ref} ${digest}` };
      try {
        return await within(limit, async (either) => {
          const contents = await images.contents(ref, digest, { signal: either });
          return fetchAndLook(name, contents, either, onProgress);
        });
      } catch (error) {
        throw isRegistryError(error) ? diagnoseRegistry(error, name) : error;
      }
    },
  };

  async function fetchAndLook(
    name: ImageReference,
    { config, layers }: ImageContents,
    signal: AbortSignal,
    onProgress: InsideOptions['onProgress'],
  ): Promise<Inside> {
    if (layers.length > bounds.layers || config.size > bounds.configBytes) {
      return { state: 'tooLarge' };
    }
    const bytes = await registry.blob(name, config.digest, bounds.configBytes, signal);
    const input = { config: { digest: config.digest, bytes }, layers, limits: bounds };
    const read: LookCaller['read'] = async (index, consume) => {
      const layer = layers[index];
      if (!layer) {
        return;
      }
      const { digest, size, mediaType } = layer;
      const limit = { milliseconds: usualTimes.layer, signal, after, what: digest };
      try {
        await within(limit, (either) => registry.stream(name, digest, size, consume, either));
      } catch (error) {
        if (!(isElsewhere(mediaType) && isRegistryError(error) && error.status === 404)) {
          throw error;
        }
        await consume(nothing());
      }
    };
    const answer = await look(input, { read, report: (progress) => onProgress?.(progress) });
    if ('wrong' in answer) {
      throw new RegistryError('broken', answer.wrong);
    }
    return answer.inside;
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // it has no bytes
}
