import { createHash } from 'node:crypto';
import { DiagnosedError, isDiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import {
  describeImage,
  readConfigPlatform,
  readManifest,
  type InspectedImage,
  type Manifest,
  type WantedDocument,
} from '../domain/image.ts';
import type { Platform } from '../domain/platform.ts';
import { formatReference, parseReference, type ImageReference } from '../domain/reference.ts';
import { imagetoolsImageConfig, imagetoolsInspectRaw } from '../tools/buildx/imagetools.ts';
import type { Command } from '../tools/process/command.ts';
import { isCancelled } from '../tools/process/errors.ts';
import { createBoundedCache, type BoundedCache } from './boundedCache.ts';

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
}

export interface ImagesDeps {
  readonly run: <T>(command: Command<T>, options?: { readonly signal?: AbortSignal }) => Promise<T>;
  /** The Docker CLI. */
  readonly docker: () => Promise<string>;
  readonly explain: (error: unknown) => DiagnosedError;
}

/** Each read is a process. */
const atOnce = 4;
/** An index that names more than this is not followed to its end. */
const maxReads = 500;
const remembered = 2000;

/** Reads images through `docker buildx imagetools`, which reaches whatever Docker's own configuration can reach. */
export function createImages({ run, docker, explain }: ImagesDeps): Images {
  // what a digest names never changes; the repository is part of the key since another one may not have it
  const manifests = createBoundedCache<Manifest>(remembered);
  const configs = createBoundedCache<Platform>(remembered);

  async function inspect(ref: string, { signal, builder }: InspectOptions): Promise<InspectedImage> {
    const reference = checked(ref);
    const file = await docker();
    const failed = new AbortController();
    const call = (command: Command<string>) =>
      run(command, { signal: signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]) });

    const raw = (name: ImageReference) => call(imagetoolsInspectRaw(file, name, builder));
    const manifestOf = (name: PinnedReference, text = () => raw(name)) =>
      remember(manifests, name, async () => toManifest(name, await text()));
    const configOf = (name: PinnedReference) =>
      remember(configs, name, async () => readConfigPlatform(await call(imagetoolsImageConfig(file, name, builder))));

    async function readTop(): Promise<{ readonly digest: string; readonly manifest: Manifest }> {
      if (reference.digest !== undefined) {
        const { digest } = reference;
        return { digest, manifest: await manifestOf(byDigest(reference, digest)) };
      }
      const body = await raw(reference);
      const digest = hash('sha256', body);
      return { digest, manifest: await manifestOf(byDigest(reference, digest), () => Promise.resolve(body)) };
    }

    const known: Reading = { manifests: new Map(), configs: new Map() };
    async function read({ what, digest }: WantedDocument): Promise<void> {
      const name = byDigest(reference, digest);
      if (what === 'manifest') {
        known.manifests.set(digest, await unlessMissing(manifestOf(name)));
      } else {
        known.configs.set(digest, await unlessMissing(configOf(name)));
      }
    }

    const top = await readTop();
    try {
      return await readAll(() => describeImage(ref, top.digest, top.manifest, known), known, read);
    } finally {
      failed.abort();
    }
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

  return {
    async inspect(ref, options = {}) {
      try {
        return await inspect(ref, options);
      } catch (error) {
        throw isCancelled(error) ? error : diagnosed(error);
      }
    },
  };
}

type PinnedReference = ImageReference & { readonly digest: string };

interface Reading {
  readonly manifests: Map<string, Manifest | undefined>;
  readonly configs: Map<string, Platform | undefined>;
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
  const [algorithm = ''] = name.digest.split(':');
  const actual = hash(algorithm, body);
  const parsed = readManifest(body);
  if (actual === name.digest && parsed.ok) {
    return parsed.value;
  }
  const image = formatReference(name);
  const detail =
    actual !== name.digest
      ? `${image}: the registry answered with something else, ${actual}`
      : `${image}: no image manifest (${JSON.stringify(parsed.ok ? {} : parsed.problem)})`;
  throw new DiagnosedError({ code: 'unknown', params: { image, detail }, remedies: [] });
}

function hash(algorithm: string, body: string): string {
  return `${algorithm}:${createHash(algorithm).update(body, 'utf8').digest('hex')}`;
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
