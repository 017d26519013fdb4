import { EventEmitter, type Event } from 'vscode';
import type { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import { formatReference } from '../../../domain/image/reference.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import type { Images } from '../../../services/images/images.ts';
import { isLow, type Quota } from '../../../services/registry/http/quota.ts';
import type { RegistryState } from '../../../services/registry/http/requests.ts';
import { isCancelled } from '../../../tools/process/errors.ts';
import type { ImageAnswers } from './imageAnswers.ts';

/** An image of the workspace, and the information about it. */
export interface KnownImage {
  readonly named: NamedImage;
  /** The last contents in the registry, possibly from an earlier session. */
  readonly image: InspectedImage | undefined;
  /** When they were read: milliseconds since 1970. */
  readonly at: number | undefined;
  /** Read in an earlier session, and not yet in this one. */
  readonly former?: true;
  readonly reading: boolean;
  /** It is pinned, and its tag now points to another image. */
  readonly overtaken: boolean;
  /** Why the last read failed. */
  readonly error: DiagnosedError | undefined;
  /** The remaining reads of its registry, if there are few. */
  readonly quota?: Quota;
  /** Seconds that its registry pauses requests, during a read. */
  readonly wait?: number;
}

/** The information about images in registries, shared by the view and the commands. Reads only on request. */
export interface ImageModel {
  /** The information about the image with this id. */
  readonly onDidChange: Event<string>;
  known(named: NamedImage): KnownImage;
  /** Reads one image; concurrent calls share the answer. Never rejects. */
  read(named: NamedImage): Promise<KnownImage>;
  /** Reads many images in the background, a few at a time; displayed images take precedence. Never rejects. */
  readAll(all: readonly NamedImage[]): Promise<void>;
  dispose(): void;
}

export interface ImageModelDeps {
  readonly images: Pick<Images, 'inspect' | 'isStill'>;
  readonly answers: ImageAnswers;
  readonly registry?: Pick<RegistryState, 'quotaOf' | 'waitOf' | 'onDidChangeWaits'>;
  readonly explain: (error: unknown) => DiagnosedError;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Number of concurrent reads per registry. Each may be a process if a registry can be read only through Docker. */
const atOnce = 8;

export function createImageModel({ images, answers, registry, explain, now }: ImageModelDeps): ImageModel {
  const changes = new EventEmitter<string>();
  const readings = new Map<string, Promise<KnownImage>>();
  const errors = new Map<string, DiagnosedError>();
  /** Read in this session. */
  const current = new Set<string>();
  const overtaken = new Set<string>();
  let isOver = false;
  const stopListening = registry?.onDidChangeWaits(() => {
    for (const id of readings.keys()) {
      changes.fire(id);
    }
  });

  function known(named: NamedImage): KnownImage {
    const answer = answers.get(named.id);
    const quota = registry?.quotaOf(named.reference.domain);
    const reading = readings.has(named.id);
    const wait = reading ? registry?.waitOf(named.reference.domain) : undefined;
    return {
      named,
      image: answer?.image,
      at: answer?.at,
      ...(answer && !current.has(named.id) && { former: true }),
      reading,
      overtaken: overtaken.has(named.id),
      error: errors.get(named.id),
      ...(quota && isLow(quota) && { quota }),
      ...(wait !== undefined && { wait }),
    };
  }

  async function ask(named: NamedImage): Promise<KnownImage> {
    try {
      const image = await images.inspect(named.id);
      errors.delete(named.id);
      await answers.set(named.id, { image, at: now() });
      current.add(named.id);
      await compareWithTag(named);
    } catch (error) {
      if (!isCancelled(error)) {
        errors.set(named.id, explain(error));
      }
    }
    readings.delete(named.id);
    changes.fire(named.id);
    return known(named);
  }

  async function compareWithTag({ id, reference: { tag, digest, ...name } }: NamedImage): Promise<void> {
    if (tag === undefined || digest === undefined) {
      return;
    }
    try {
      const isStill = await images.isStill(formatReference({ ...name, tag }), digest);
      overtaken[isStill ? 'delete' : 'add'](id);
    } catch (error) {
      // the image itself was read; a tag that is missing or cannot be read does not count as moved
      if (isCancelled(error)) {
        throw error;
      }
      overtaken.delete(id);
    }
  }

  function read(named: NamedImage): Promise<KnownImage> {
    const current = readings.get(named.id);
    if (current) {
      return current;
    }
    const began = ask(named);
    readings.set(named.id, began);
    changes.fire(named.id);
    return began;
  }

  async function readNext(waiting: Iterator<NamedImage>): Promise<void> {
    for (let next = waiting.next(); !next.done && !isOver; next = waiting.next()) {
      await read(next.value);
    }
  }

  return {
    onDidChange: changes.event,
    known,
    read,
    async readAll(all) {
      const waiting = all.values();
      await Promise.all(Array.from({ length: atOnce }, () => readNext(waiting)));
    },
    dispose: () => {
      isOver = true;
      stopListening?.();
      changes.dispose();
    },
  };
}
