import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DiagnosedError, isDiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { descriptorJson, type IndexContent } from '../../domain/image/indexEdit.ts';
import { formatReference, withDigest, type ImageReference } from '../../domain/image/reference.ts';
import { imagetoolsCreate, type CreateIndex } from '../../tools/buildx/imagetools.ts';
import { atLeast } from '../../tools/buildx/version.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Environment } from '../environment.ts';
import type { Images } from './images.ts';
import type { FormerTags } from '../policy/questions.ts';
import { requireBuildx } from '../policy/requireBuildx.ts';

/** A tag to move. */
export interface IndexEdit {
  readonly tag: ImageReference;
  /** The digest that it points to; undefined if the tag does not exist. Checked immediately before the move. */
  readonly expected: string | undefined;
  /** An index of these entries, or the existing content with this digest. */
  readonly to: IndexContent | { readonly digest: string };
}

/** Moves tags without transferring layers. All reject with a `DiagnosedError` or `CancelledError`. */
export interface IndexEdits {
  /** The text of the resulting index, as Docker Buildx shows it. */
  preview(edit: IndexEdit, signal?: AbortSignal): Promise<string>;
  /** Rejects with `imageChanged` if the tag does not point to the expected digest; nothing is changed then. */
  apply(edit: IndexEdit, signal?: AbortSignal): Promise<void>;
}

/**
 * The digest that a tag will point to: buildx prints exactly the bytes that it would push, and a line break
 * (commands/imagetools/create.go).
 */
export function previewedDigest(preview: string): string {
  return `sha256:${createHash('sha256').update(preview.replace(/\n$/, '')).digest('hex')}`;
}

export interface IndexEditsDeps {
  readonly run: Runner['run'];
  readonly docker: () => Promise<string>;
  readonly buildx?: Environment['buildx'];
  readonly images: Pick<Images, 'isStill'>;
  /** Receives the digest of a tag before it is moved, so that it can be restored. */
  readonly former?: FormerTags;
  readonly explain: (error: unknown) => DiagnosedError;
}

export function createIndexEdits({ run, docker, buildx, images, former, explain }: IndexEditsDeps): IndexEdits {
  async function create({ tag, to }: IndexEdit, dryRun: boolean, signal: AbortSignal | undefined): Promise<string> {
    const file = await docker();
    const go = (index: CreateIndex) => run(imagetoolsCreate(file, index, dryRun), { signal });
    if (!('entries' in to)) {
      return go({ tag, source: withDigest(tag, to.digest), exact: atLeast(await buildx?.(signal), 0, 15) });
    }
    requireBuildx(await buildx?.(signal), 'indexEdits');
    const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-index-'));
    try {
      const files = await Promise.all(
        to.entries.map(async (entry, index) => {
          const name = path.join(folder, `${index}.json`);
          await writeFile(name, descriptorJson(entry));
          return name;
        }),
      );
      return await go({ tag, files, annotations: to.annotations });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function told<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      throw isCancelled(error) ? error : explain(error);
    }
  }

  async function check({ tag, expected }: IndexEdit, signal: AbortSignal | undefined): Promise<void> {
    const image = formatReference(tag);
    const options = signal ? { signal } : {};
    const isAsSeen =
      expected === undefined ? await isAbsent(image, options) : await images.isStill(image, expected, options);
    if (!isAsSeen) {
      throw new DiagnosedError(diagnosisOf('imageChanged', { image }));
    }
  }

  async function isAbsent(image: string, options: Parameters<Images['isStill']>[2]): Promise<boolean> {
    try {
      await images.isStill(image, '', options);
      return false;
    } catch (error) {
      if (isDiagnosedError(error) && error.code === 'imageNotFound') {
        return true;
      }
      throw error;
    }
  }

  return {
    preview: (edit, signal) => told(create(edit, true, signal)),
    async apply(edit, signal) {
      await told(check(edit, signal));
      if (edit.expected !== undefined) {
        await former?.add(formatReference(edit.tag), edit.expected);
      }
      await told(create(edit, false, signal));
    },
  };
}
