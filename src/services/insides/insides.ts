import { createHash } from 'node:crypto';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { interpreterOf } from '../../domain/inside/fileKind.ts';
import type { Inside, StartedProgram } from '../../domain/inside/inside.ts';
import { candidatesFor, startOf, type ImageStart, type LookUp } from '../../domain/inside/startOf.ts';
import { parseReference, type ImageReference } from '../../domain/reference.ts';
import { isRegistryError } from '../../tools/registry/errors.ts';
import type { ImageContents, Images } from '../images.ts';
import { diagnoseRegistry } from '../registry/registryDiagnosis.ts';
import type { RegistryReader } from '../registry/registryReader.ts';
import { createImageFiles, type ImageFiles } from './imageFiles.ts';
import { LayerFiles } from './layerFiles.ts';
import { LayerTooLarge, readLayer, requireDigest, type ReadingBudget } from './readLayer.ts';

/** How far a look into an image has come. */
export interface InsideProgress {
  /** Layers that are read or being read, of how many. */
  readonly layer: number;
  readonly layers: number;
  /** Bytes so far, as they are stored. */
  readonly bytes: number;
}

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
  readonly limits?: Partial<InsideLimits>;
}

/** Of one look into an image. */
interface InsideLimits extends ReadingBudget {
  /** Bytes of all layers together, as they are stored. */
  stored: number;
}

const usualLimits: InsideLimits = {
  stored: 500_000_000,
  unpacked: 3_000_000_000,
  entries: 1_000_000,
  remembered: 200_000,
};
const mostConfig = 4 * 1024 * 1024;
/** More than any engine can put together (moby layer/layer.go, `maxLayerDepth`); each is a request, however small. */
const mostLayers = 500;
/** Scripts whose interpreter is a script. */
const mostScripts = 5;
/** Bytes between two reports of progress. */
const progressStep = 1_000_000;

export function createInsides({ images, registry, limits }: InsidesDeps): Insides {
  return {
    async read(ref, digest, options = {}) {
      const parsed = parseReference(ref);
      if (!parsed.ok) {
        throw new DiagnosedError({ code: 'invalidRequest', params: { image: ref }, remedies: [] });
      }
      const { signal } = options;
      try {
        const contents = await images.contents(ref, digest, signal ? { signal } : {});
        return await look(parsed.value, contents, options);
      } catch (error) {
        if (error instanceof LayerTooLarge) {
          return { state: 'tooLarge' };
        }
        throw isRegistryError(error) ? diagnoseRegistry(error, parsed.value) : error;
      }
    },
  };

  async function look(name: ImageReference, contents: ImageContents, options: InsideOptions): Promise<Inside> {
    const { config, layers } = contents;
    if (layers.length > mostLayers) {
      return { state: 'tooLarge' };
    }
    const start = startOf(await configText(name, config.digest, options.signal));
    if (start === undefined) {
      return { state: 'noStart' };
    }
    const files = createImageFiles(layers.length, layerReader(name, layers, start, options));
    const [first, ...others] = start.programs;
    const outcome = await follow(files, first, start.where);
    if (outcome.state !== 'found') {
      return outcome;
    }
    const programs: [StartedProgram, ...StartedProgram[]] = [...outcome.programs];
    for (const other of others) {
      const next = await follow(files, other, start.where);
      if (next.state === 'windowsLines') {
        return next;
      }
      // a shell may find it elsewhere, or read it itself
      if (next.state !== 'found') {
        break;
      }
      programs.push(...next.programs);
    }
    return { state: 'found', programs };
  }

  async function configText(name: ImageReference, digest: string, signal?: AbortSignal): Promise<string> {
    const body = await registry.blob(name, digest, mostConfig, signal);
    const algorithm = digest.slice(0, digest.indexOf(':'));
    requireDigest(digest, `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`);
    return body.toString('utf8');
  }

  /** Reads layers by their number, within the limits of one look. */
  function layerReader(
    name: ImageReference,
    layers: ImageContents['layers'],
    { programs, where }: ImageStart,
    { signal, onProgress }: InsideOptions,
  ): (layer: number) => Promise<LayerFiles> {
    const budget = { ...usualLimits, ...limits };
    const wanted = new Set(programs.flatMap((program) => candidatesFor(program, where)));
    let layersRead = 0;
    let bytes = 0;
    return async (index) => {
      const layer = layers[index];
      if (!layer) {
        return new LayerFiles();
      }
      const { digest, size, mediaType } = layer;
      budget.stored -= size;
      if (budget.stored < 0) {
        throw new LayerTooLarge();
      }
      layersRead++;
      let told = -Infinity;
      const onBytes = (more: number) => {
        bytes += more;
        if (bytes - told >= progressStep) {
          told = bytes;
          onProgress?.({ layer: layersRead, layers: layers.length, bytes });
        }
      };
      onBytes(0);
      let files = new LayerFiles();
      files.markUnreadable();
      try {
        await registry.stream(
          name,
          digest,
          size,
          async (body) => {
            files = await readLayer(body, { digest, windows: where.windows, wanted, budget, onBytes });
          },
          signal,
        );
      } catch (error) {
        // layers of Windows itself need not be in the registry that has the image (OCI image-spec, layer.md)
        if (!(isElsewhere(mediaType) && isRegistryError(error) && error.status === 404)) {
          throw error;
        }
      }
      return files;
    };
  }
}

/** Follows a program through the scripts that name it, to what the kernel starts. */
async function follow(files: ImageFiles, program: string, where: LookUp): Promise<Inside> {
  let [name, by]: [string, string | undefined] = [program, undefined];
  for (let scripts = 0; scripts <= mostScripts; scripts++) {
    const found = await files.find(candidatesFor(name, where));
    if (!found && !files.isReadable()) {
      return { state: 'unknown', program: name };
    }
    if (!found) {
      return { state: 'notFound', program: name, ...(by !== undefined && { by }) };
    }
    const path = `/${found.path}`;
    const { is, executable } = found.file;
    if (!executable) {
      return { state: 'notExecutable', program: path };
    }
    switch (is.kind) {
      case 'program': {
        const { format, architecture } = is;
        const own = { program: path, format, ...(architecture !== undefined && { architecture }) };
        return { state: 'found', programs: [own] };
      }
      case 'script':
        if (is.windowsLines) {
          return { state: 'windowsLines', program: path };
        }
        [name, by] = [interpreterOf(is), path];
        break;
      case 'text':
        return { state: where.windows ? 'unknown' : 'noFirstLine', program: path };
      case 'other':
        return { state: 'unknown', program: path };
    }
  }
  return { state: 'unknown', program };
}

function isElsewhere(mediaType: string): boolean {
  return /\.(?:foreign|nondistributable)\./.test(mediaType);
}
