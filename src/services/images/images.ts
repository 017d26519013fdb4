import { DiagnosedError, isDiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { countEntries } from '../../domain/image/expansion.ts';
import { describeImage, type InspectedImage, type WantedDocument } from '../../domain/image/describe.ts';
import type { IndexContent } from '../../domain/image/indexEdit.ts';
import { parseReference, type ImageReference } from '../../domain/image/reference.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import { wrongAnswer } from './bodies.ts';
import { mostEntries, mostLevels } from './bounds.ts';
import { createDocumentReaders, type ImagesDeps, type InspectOptions } from './documentReader.ts';
import { readAll, type Reading } from './readAll.ts';

export interface Images {
  /**
   * Reads the contents of a reference from its registry. Rejects with `invalidRequest` for an invalid reference, with the registry's
   * diagnosis (`imageNotFound`, `registryLoginRequired` …) if it cannot be read, and with `CancelledError` if aborted.
   */
  inspect(ref: string, options?: InspectOptions): Promise<InspectedImage>;
  /** The parts of a single-platform image; `digest` is that of its manifest. Rejects as `inspect` does. */
  contents(ref: string, digest: string, options?: InspectOptions): Promise<ImageContents>;
  /** When a single-platform image was created, in milliseconds since 1970, according to its configuration. Rejects as `inspect` does. */
  created(ref: string, digest: string, options?: InspectOptions): Promise<number | undefined>;
  /** The unchanged entries of an index; a single manifest is one entry. Rejects as `inspect` does. */
  entries(ref: string, options?: InspectOptions): Promise<IndexContent>;
  /** The manifest or index with this digest as its registry has it, as text. Rejects as `inspect` does. */
  raw(ref: string, digest: string, options?: InspectOptions): Promise<string>;
  /** Whether the tag still points to this digest; always requested again. */
  isStill(ref: string, digest: string, options?: InspectOptions): Promise<boolean>;
}

/** The parts of a single-platform image as stored: compressed. Sizes in bytes. */
export interface ImageContents {
  readonly config: { readonly digest: string; readonly size: number };
  readonly layers: readonly { readonly digest: string; readonly size: number; readonly mediaType: string }[];
}

/**
 * Reads images from registries: directly, or through `docker buildx imagetools`, which starts a process per read and reaches everything
 * that Docker's own configuration can reach.
 */
export function createImages(deps: ImagesDeps): Images {
  const { explain } = deps;
  const readerFor = createDocumentReaders(deps);
  const diagnosed = (error: unknown): DiagnosedError => (isDiagnosedError(error) ? error : explain(error));

  async function inspect(ref: string, options: InspectOptions): Promise<InspectedImage> {
    const reader = readerFor(checked(ref), options);
    const known: Reading = { manifests: new Map(), configs: new Map() };
    async function read({ what, digest }: WantedDocument): Promise<void> {
      if (what === 'manifest') {
        known.manifests.set(digest, await unlessMissing(reader.manifest(digest)));
      } else {
        known.configs.set(digest, await unlessMissing(reader.config(digest)));
      }
    }
    const top = await reader.top();
    try {
      const describe = () => {
        if (countEntries(top.manifest, known.manifests, mostLevels) > mostEntries) {
          throw wrongAnswer(checked(ref), `indexes inside indexes with more than ${mostEntries} entries`);
        }
        return describeImage(ref, top.digest, top.manifest, known);
      };
      const image = await readAll(describe, read, (most) =>
        wrongAnswer(checked(ref), `an index with more than ${most} manifests and configurations to be read`),
      );
      return reader.isThroughDocker() ? { ...image, through: 'docker' } : image;
    } finally {
      reader.end();
    }
  }

  async function contents(ref: string, digest: string, options: InspectOptions): Promise<ImageContents> {
    const manifest = await readerFor(checked(ref), options).manifest(digest);
    if (manifest.kind === 'index') {
      throw new DiagnosedError(diagnosisOf('imageNotFound', { image: `${ref} ${digest}` }));
    }
    const { config, layers } = manifest;
    return {
      config: { digest: config.digest, size: config.size },
      layers: layers.map(({ digest: own, size, mediaType }) => ({ digest: own, size, mediaType })),
    };
  }

  /** Undefined if the registry does not have it: an image with a missing part is still an answer. */
  async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
    try {
      return await reading;
    } catch (error) {
      if (!isCancelled(error) && diagnosed(error).code === 'imageNotFound') {
        return undefined;
      }
      throw error;
    }
  }

  async function entries(ref: string, options: InspectOptions): Promise<IndexContent> {
    const reader = readerFor(checked(ref), options);
    const { digest, manifest } = await reader.top();
    if (manifest.kind === 'index') {
      return { digest, entries: manifest.entries, annotations: manifest.annotations };
    }
    const [body, { platform }] = [await reader.raw(digest), await reader.config(digest)];
    const entry = {
      mediaType: manifest.mediaType,
      digest,
      size: body.length,
      annotations: new Map(),
      ...(platform && { platform }),
    };
    return { digest, entries: [entry], annotations: new Map() };
  }

  /** Adds the requested image, also if Docker's message does not name it. */
  const told = async <T>(ref: string, answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      const known = diagnosed(error);
      const { diagnosis, message } = known;
      throw diagnosis.params.image === undefined
        ? new DiagnosedError({ ...diagnosis, params: { ...diagnosis.params, image: ref } }, message)
        : known;
    }
  };
  return {
    inspect: (ref, options = {}) => told(ref, inspect(ref, options)),
    contents: (ref, digest, options = {}) => told(ref, contents(ref, digest, options)),
    created: (ref, digest, options = {}) =>
      told(ref, readerFor(checked(ref), options).config(digest)).then((config) => config.created),
    entries: (ref, options = {}) => told(ref, entries(ref, options)),
    raw: (ref, digest, options = {}) =>
      told(ref, readerFor(checked(ref), options).raw(digest)).then((bytes) => bytes.toString('utf8')),
    isStill: (ref, digest, options = {}) =>
      told(ref, readerFor(checked(ref), options).top()).then((top) => top.digest === digest),
  };
}

function checked(ref: string): ImageReference {
  const parsed = parseReference(ref);
  if (!parsed.ok) {
    const detail = `${ref}: ${parsed.problem.code}`;
    throw new DiagnosedError({ code: 'invalidRequest', params: { image: ref, detail }, remedies: [] });
  }
  return parsed.value;
}
