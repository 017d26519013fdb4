import { isDiagnosedError, type DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { readConfig, type ImageConfig } from '../../domain/image/config.ts';
import type { Manifest } from '../../domain/image/manifest.ts';
import { formatReference, type ImageReference } from '../../domain/image/reference.ts';
import { imagetoolsImageConfig, imagetoolsInspectRaw } from '../../tools/buildx/imagetools.ts';
import type { Command } from '../../tools/process/command.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import { isRegistryError, type RegistryError } from '../../tools/registry/errors.ts';
import { createLruCache, type LruCache } from '../concurrency/lruCache.ts';
import type { RegistryReader } from '../registry/registryReader.ts';
import { diagnoseRegistry, mayDockerReach } from '../registry/registryDiagnosis.ts';
import { mostDocument } from './bounds.ts';
import { byDigest, digestOf, requireBody, toManifest, type PinnedReference } from './bodies.ts';

export interface InspectOptions {
  readonly signal?: AbortSignal;
  /** The builder whose registry settings (mirrors, certificates) are used; by default Docker's own. */
  readonly builder?: string;
}

export interface ImagesDeps {
  /** Reads registries directly; without it, everything goes through Docker. */
  readonly registry?: Pick<RegistryReader, 'manifest' | 'digestOf' | 'blob'>;
  readonly run: <T>(
    command: Command<T>,
    options?: { readonly signal?: AbortSignal; readonly timeout?: number },
  ) => Promise<T>;
  /** The Docker CLI. */
  readonly docker: () => Promise<string>;
  readonly explain: (error: unknown) => DiagnosedError;
}

/** Reads the documents of one repository for one answer. */
export interface DocumentReader {
  /** The document that the reference points to. */
  top(): Promise<{ readonly digest: string; readonly manifest: Manifest }>;
  manifest(digest: string): Promise<Manifest>;
  /** The configuration of the manifest with this digest. */
  config(digest: string): Promise<ImageConfig>;
  /** The bytes of a manifest. */
  raw(digest: string): Promise<Buffer>;
  isThroughDocker(): boolean;
  /** Ends pending reads. */
  end(): void;
}

const remembered = 2000;
/** Time limit for a reading process in milliseconds. */
const patience = 60_000;

/** Creates readers that share documents; content is checked against its digest. */
export function createDocumentReaders({ run, docker, explain, registry }: ImagesDeps) {
  // content with a digest never changes; the key includes the repository, because another one may not have it
  const manifests = createLruCache<Manifest>(remembered);
  const configs = createLruCache<ImageConfig>(remembered);
  /** The digests of tags when last read. */
  const tags = createLruCache<string>(remembered);
  const diagnosed = (error: unknown): DiagnosedError => (isDiagnosedError(error) ? error : explain(error));

  return (reference: ImageReference, { signal, builder }: InspectOptions): DocumentReader => {
    const failed = new AbortController();
    const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
    let own = registry;

    /** Reads directly if possible, and through Docker if its own configuration may reach more. */
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

    /** Without Docker, the registry could not be read. */
    async function inDocker<T>(read: (file: string) => Promise<T>, direct: RegistryError): Promise<T> {
      try {
        return await read(await docker());
      } catch (error) {
        const isWithout = !isCancelled(error) && ['dockerNotFound', 'buildxMissing'].includes(diagnosed(error).code);
        throw isWithout ? diagnoseRegistry(direct, reference) : error;
      }
    }

    const call = <T>(command: Command<T>) => run(command, { signal: either, timeout: patience });
    const raw = (name: ImageReference) =>
      reading(
        (reader) => reader.manifest(name, either),
        (file) => call(imagetoolsInspectRaw(file, name, builder)),
      );
    const manifestOf = (name: PinnedReference, body = () => raw(name)) =>
      remember(manifests, name, async () => toManifest(name, await body()));
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
      const body = await reader.blob(name, digest, mostDocument, either);
      requireBody(byDigest(name, digest), body);
      return body.toString('utf8');
    }

    /** For a tag that was read before, only its digest is requested, which does not count as a pull. */
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
      const pinned = byDigest(reference, digestOf(body));
      await manifestOf(pinned, () => Promise.resolve(body));
      tags.set(key, pinned.digest);
      return pinned;
    }

    return {
      async top() {
        const { digest } = reference;
        const pinned = digest === undefined ? await readTag() : byDigest(reference, digest);
        return { digest: pinned.digest, manifest: await manifestOf(pinned) };
      },
      manifest: (digest) => manifestOf(byDigest(reference, digest)),
      config: (digest) => configOf(byDigest(reference, digest)),
      raw: (digest) => raw(byDigest(reference, digest)),
      isThroughDocker: () => registry !== undefined && own === undefined,
      end: () => {
        failed.abort();
      },
    };
  };
}

async function remember<V, R extends V | undefined>(
  cache: LruCache<V>,
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
