import { createHash } from 'node:crypto';
import { DiagnosedError, isDiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import {
  countEntries,
  describeImage,
  readConfig,
  readManifest,
  type ImageConfig,
  type InspectedImage,
  type Manifest,
  type WantedDocument,
} from '../domain/image.ts';
import type { IndexContent } from '../domain/indexEdit.ts';
import { formatReference, parseReference, type ImageReference } from '../domain/reference.ts';
import { imagetoolsImageConfig, imagetoolsInspectRaw } from '../tools/buildx/imagetools.ts';
import type { Command } from '../tools/process/command.ts';
import { isCancelled } from '../tools/process/errors.ts';
import { isRegistryError, type RegistryError } from '../tools/registry/errors.ts';
import { createBoundedCache, type BoundedCache } from './boundedCache.ts';
import { diagnoseRegistry, mayDockerReach } from './registry/registryDiagnosis.ts';
import type { RegistryReader } from './registry/registryReader.ts';

export type { InspectedImage } from '../domain/image.ts';

interface InspectOptions {
  readonly signal?: AbortSignal;
  /** The builder whose registry settings (mirrors, certificates) are used; Docker's own by default. */
  readonly builder?: string;
}

export interface Images {
  /**
   * Reads what a registry holds under a reference. A name that is no reference rejects with `invalidRequest`, what cannot
   * be read with the registry's diagnosis (`imageNotFound`, `registryLoginRequired` …), an aborted call with `CancelledError`.
   */
  inspect(ref: string, options?: InspectOptions): Promise<InspectedImage>;
  /** What an image of one platform is made of; `digest` is that of its manifest. Rejects as `inspect` does. */
  contents(ref: string, digest: string, options?: InspectOptions): Promise<ImageContents>;
  /** When the image of one platform was made, in milliseconds since 1970: what its configuration says. Rejects as `inspect` does. */
  created(ref: string, digest: string, options?: InspectOptions): Promise<number | undefined>;
  /** The entries of an index as they stand in it; a single manifest is one entry. Rejects as `inspect` does. */
  entries(ref: string, options?: InspectOptions): Promise<IndexContent>;
  /** Whether the tag still names this digest, asked anew. */
  isStill(ref: string, digest: string, options?: InspectOptions): Promise<boolean>;
}

/** The parts of an image for one platform, as they are stored: compressed. Sizes in bytes. */
export interface ImageContents {
  readonly config: { readonly digest: string; readonly size: number };
  readonly layers: readonly { readonly digest: string; readonly size: number; readonly mediaType: string }[];
}

export interface ImagesDeps {
  /** Reads registries by itself; without it everything goes through Docker. */
  readonly registry?: Pick<RegistryReader, 'manifest' | 'digestOf' | 'blob'>;
  readonly run: <T>(
    command: Command<T>,
    options?: { readonly signal?: AbortSignal; readonly timeout?: number },
  ) => Promise<T>;
  /** The Docker CLI. */
  readonly docker: () => Promise<string>;
  readonly explain: (error: unknown) => DiagnosedError;
}

/** Each read may be a process. */
const atOnce = 4;
/** An index that names more than this is not followed to its end. */
const maxReads = 500;
const remembered = 2000;
/** An index of the largest size that is read has half as many; indexes inside it can have any number. */
const mostEntries = 50_000;
const mostLevels = 8;
/** Milliseconds for a process that reads. */
const patience = 60_000;

/** A configuration is some kilobytes. */
const mostConfig = 4 * 1024 * 1024;

/**
 * Reads images out of their registries: directly, or through `docker buildx imagetools`, which takes a process for each read
 * and reaches whatever Docker's own configuration can reach.
 */
export function createImages({ run, docker, explain, registry }: ImagesDeps): Images {
  // what a digest names never changes; the repository is part of the key since another one may not have it
  const manifests = createBoundedCache<Manifest>(remembered);
  const configs = createBoundedCache<ImageConfig>(remembered);
  /** What tags named when they were last read. */
  const tags = createBoundedCache<string>(remembered);

  /** What reads for one answer. */
  function readerFor(reference: ImageReference, { signal, builder }: InspectOptions) {
    const failed = new AbortController();
    const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
    let own = registry;

    /** Directly as long as that goes; through Docker where its own configuration may reach what we cannot. */
    async function reading<T>(
      directly: (reader: NonNullable<typeof registry>) => Promise<T>,
      throughDocker: (file: string) => Promise<T>,
    ): Promise<T> {
      if (own) {
        try {
          return await directly(own);
        } catch (error) {
          if (!isRegistryError(error)) {
            throw error;
          }
          if (!mayDockerReach(error)) {
            throw diagnoseRegistry(error, reference);
          }
          own = undefined;
          return inDocker(throughDocker, error);
        }
      }
      return throughDocker(await docker());
    }

    /** Without Docker it is the registry that could not be read. */
    async function inDocker<T>(read: (file: string) => Promise<T>, direct: RegistryError): Promise<T> {
      try {
        return await read(await docker());
      } catch (error) {
        const isWithout = !isCancelled(error) && ['dockerNotFound', 'buildxMissing'].includes(diagnosed(error).code);
        throw isWithout ? diagnoseRegistry(direct, reference) : error;
      }
    }

    const call = (command: Command<string>) => run(command, { signal: either, timeout: patience });
    const raw = (name: ImageReference) =>
      reading(
        (reader) => reader.manifest(name, either),
        (file) => call(imagetoolsInspectRaw(file, name, builder)),
      );
    const manifestOf = (name: PinnedReference, text = () => raw(name)) =>
      remember(manifests, name, async () => toManifest(name, await text()));
    const configOf = (name: PinnedReference) =>
      remember(configs, name, () =>
        reading(
          async (reader) => readConfig(await configText(reader, name)),
          async (file) => readConfig(await call(imagetoolsImageConfig(file, name, builder))),
        ),
      );

    async function configText(reader: NonNullable<typeof registry>, name: PinnedReference): Promise<string> {
      const manifest = await manifestOf(name);
      if (manifest.kind === 'index') {
        return '';
      }
      const { digest } = manifest.config;
      const body = await reader.blob(name, digest, mostConfig, either);
      const text = body.toString('utf8');
      if (hash(algorithmOf(digest), body) !== digest) {
        throw wrongBody(byDigest(name, digest), hash(algorithmOf(digest), body));
      }
      return text;
    }

    /** A tag that was read before is asked for its digest alone, which counts as no pull. */
    async function readTag(): Promise<PinnedReference> {
      const key = formatReference(reference);
      const former = tags.get(key);
      const known = former === undefined ? undefined : manifests.get(formatReference(byDigest(reference, former)));
      if (former !== undefined && known !== undefined && own) {
        const now = await reading<string | undefined>(
          (reader) => reader.digestOf(reference, either),
          () => Promise.resolve(undefined),
        );
        if (now === former) {
          return byDigest(reference, former);
        }
      }
      const body = await raw(reference);
      const pinned = byDigest(reference, hash('sha256', body));
      await manifestOf(pinned, () => Promise.resolve(body));
      tags.set(key, pinned.digest);
      return pinned;
    }

    return {
      /** What the reference names. */
      async top(): Promise<{ readonly digest: string; readonly manifest: Manifest }> {
        const { digest } = reference;
        const pinned = digest === undefined ? await readTag() : byDigest(reference, digest);
        return { digest: pinned.digest, manifest: await manifestOf(pinned) };
      },
      manifest: (digest: string) => manifestOf(byDigest(reference, digest)),
      config: (digest: string) => configOf(byDigest(reference, digest)),
      /** The text of a manifest. */
      raw: (digest: string) => raw(byDigest(reference, digest)),
      isThroughDocker: () => registry !== undefined && own === undefined,
      /** Ends what still reads. */
      end: () => {
        failed.abort();
      },
    };
  }

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
      const image = await readAll(describe, known, read);
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

  /** Undefined where the registry does not have it: an image with a missing part is still an answer. */
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

  function diagnosed(error: unknown): DiagnosedError {
    return isDiagnosedError(error) ? error : explain(error);
  }

  async function entries(ref: string, options: InspectOptions): Promise<IndexContent> {
    const reader = readerFor(checked(ref), options);
    const { digest, manifest } = await reader.top();
    if (manifest.kind === 'index') {
      return { digest, entries: manifest.entries, annotations: manifest.annotations };
    }
    const [body, { platform }] = [await reader.raw(digest), await reader.config(digest)];
    const size = Buffer.byteLength(body);
    const entry = {
      mediaType: manifest.mediaType,
      digest,
      size,
      annotations: new Map(),
      ...(platform && { platform }),
    };
    return { digest, entries: [entry], annotations: new Map() };
  }

  const told = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw isCancelled(error) ? error : diagnosed(error);
    }
  };
  return {
    inspect: (ref, options = {}) => told(inspect(ref, options)),
    contents: (ref, digest, options = {}) => told(contents(ref, digest, options)),
    created: (ref, digest, options = {}) =>
      told(readerFor(checked(ref), options).config(digest)).then((config) => config.created),
    entries: (ref, options = {}) => told(entries(ref, options)),
    isStill: (ref, digest, options = {}) =>
      told(readerFor(checked(ref), options).top()).then((top) => top.digest === digest),
  };
}

type PinnedReference = ImageReference & { readonly digest: string };

interface Reading {
  readonly manifests: Map<string, Manifest | undefined>;
  readonly configs: Map<string, ImageConfig | undefined>;
}

function checked(ref: string): ImageReference {
  const parsed = parseReference(ref);
  if (!parsed.ok) {
    const detail = `${ref}: ${parsed.problem.code}`;
    throw new DiagnosedError({ code: 'invalidRequest', params: { image: ref, detail }, remedies: [] });
  }
  return parsed.value;
}

/** Without the tag: the digest decides, and with both a registry would be asked for either. */
function byDigest({ domain, path }: ImageReference, digest: string): PinnedReference {
  return { domain, path, digest };
}

/** The body that a registry answered with, if it is the one that was asked for and is a manifest. */
function toManifest(name: PinnedReference, body: string): Manifest {
  const actual = hash(algorithmOf(name.digest), body);
  if (actual !== name.digest) {
    throw wrongBody(name, actual);
  }
  const parsed = readManifest(body);
  if (parsed.ok) {
    return parsed.value;
  }
  throw wrongAnswer(name, `no image manifest (${JSON.stringify(parsed.problem)})`);
}

function wrongBody(name: PinnedReference, actual: string): DiagnosedError {
  return wrongAnswer(name, `the registry answered with something else, ${actual}`);
}

function wrongAnswer(name: ImageReference, why: string): DiagnosedError {
  const image = formatReference(name);
  return new DiagnosedError(
    diagnosisOf('registryAnswerWrong', { image, registry: name.domain, detail: `${image}: ${why}` }),
  );
}

function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'));
}

function hash(algorithm: string, body: string | Buffer): string {
  return `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
}

/** Describes, reads what that wants, and so on until it wants nothing. */
async function readAll(
  describe: () => ReturnType<typeof describeImage>,
  known: Reading,
  read: (document: WantedDocument) => Promise<void>,
): Promise<InspectedImage> {
  let left = maxReads;
  for (;;) {
    const { image, wanted } = describe();
    if (wanted.length === 0) {
      return image;
    }
    for (const { what, digest } of wanted.slice(left)) {
      known[what === 'manifest' ? 'manifests' : 'configs'].set(digest, undefined);
    }
    const queue = wanted.slice(0, left).values();
    left -= Math.min(left, wanted.length);
    await Promise.all(Array.from({ length: atOnce }, () => drain(queue, read)));
  }
}

async function drain<T>(queue: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  for (const item of queue) {
    await work(item);
  }
}

async function remember<V, R extends V | undefined>(
  cache: BoundedCache<V>,
  name: ImageReference,
  read: () => Promise<R>,
): Promise<V | R> {
  const key = formatReference(name);
  const value = cache.get(key) ?? (await read());
  if (value !== undefined) {
    cache.set(key, value);
  }
  return value;
}
