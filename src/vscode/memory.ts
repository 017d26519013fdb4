import { EventEmitter, type Memento, type WorkspaceFolder } from 'vscode';
import type { VerifiedImage } from '../domain/cluster/architecture.ts';
import { readRemembered, type Remembered } from '../domain/build/remembered.ts';
import type { BuildRequest } from '../domain/build/request.ts';
import { isComplete, withoutSecrets, type LeftOut } from '../domain/build/requestSecrets.ts';

/** The last build of a folder, and what of it has to be asked for again. */
export interface RememberedBuild {
  readonly request: BuildRequest;
  readonly leftOut: LeftOut;
}

/** What a build is remembered as: the build of its folder, or one for local use that leaves that alone. */
export type BuildPurpose = 'build' | 'local';

const nothing: LeftOut = { buildArgs: [], properties: [] };
const lastFolderKey = 'build:lastFolder';
const keptImages = 10;
const keptPlatforms = 20;
const keptVerified = 20;

/** Remembered answers, a record for each workspace folder. */
export class BuildMemory {
  readonly #state: Memento;
  /** The last requests of this session with their secrets, which are written nowhere. */
  readonly #whole = new Map<string, BuildRequest>();
  readonly #verified = new EventEmitter<void>();
  /** Another push was verified. */
  readonly onDidVerify = this.#verified.event;

  constructor(state: Memento) {
    this.#state = state;
  }

  /** The request that was last run in this folder, without what was secret in it. */
  lastRequest(folder: WorkspaceFolder): BuildRequest | undefined {
    return this.#read(folder, 'build').lastRequest;
  }

  /**
   * The same to be run again: whole as long as the session lasts. For local use, what was built for it since the last build of
   * the folder comes first.
   */
  lastBuild(folder: WorkspaceFolder, purpose: BuildPurpose = 'build'): RememberedBuild | undefined {
    const local = purpose === 'local' ? this.#lastBuild(folder, 'local') : undefined;
    return local ?? this.#lastBuild(folder, 'build');
  }

  #lastBuild(folder: WorkspaceFolder, purpose: BuildPurpose): RememberedBuild | undefined {
    const whole = this.#whole.get(keyOf(folder, purpose));
    const { lastRequest, leftOut = nothing } = this.#read(folder, purpose);
    return whole ? { request: whole, leftOut: nothing } : lastRequest && { request: lastRequest, leftOut };
  }

  /** The URI of the folder that was built last. */
  lastFolder(): string | undefined {
    return this.#state.get<string>(lastFolderKey);
  }

  /** The image names of the last builds of this folder, newest first, as they were written. */
  recentImages(folder: WorkspaceFolder): readonly string[] {
    return this.#read(folder, 'build').images ?? [];
  }

  /** All platforms that were ever ticked in this folder, newest first. */
  knownPlatforms(folder: WorkspaceFolder): readonly string[] {
    return this.#read(folder, 'build').platforms ?? [];
  }

  /** Call it with every request that is run, whichever way it came about. */
  async remember(folder: WorkspaceFolder, request: BuildRequest, purpose: BuildPurpose = 'build'): Promise<void> {
    const key = keyOf(folder, purpose);
    const former = this.#read(folder, purpose);
    const { request: lastRequest, leftOut } = withoutSecrets(request);
    this.#whole.set(key, request);
    const next: Remembered = {
      ...(lastRequest && { lastRequest }),
      ...(!isComplete(leftOut) && { leftOut }),
      images: newestFirst(request.tags, former.images, keptImages),
      platforms: newestFirst(request.platforms, former.platforms, keptPlatforms),
    };
    await this.#state.update(key, next);
    if (purpose === 'build') {
      this.#whole.delete(keyOf(folder, 'local'));
      await this.#state.update(keyOf(folder, 'local'), undefined);
      await this.#state.update(lastFolderKey, folder.uri.toString());
    }
  }

  /** The pushes of this folder that were read back from their registries, newest first; the last one of each name. */
  verifiedImages(folder: WorkspaceFolder): readonly VerifiedImage[] {
    const value: unknown = this.#state.get(verifiedKey(folder));
    return Array.isArray(value) ? value.filter(isVerifiedImage) : [];
  }

  /** Call it with what a build pushed, once it was read back. */
  async rememberVerified(folder: WorkspaceFolder, images: readonly VerifiedImage[]): Promise<void> {
    if (images.length > 0) {
      const former = this.verifiedImages(folder).filter(({ image }) => !images.some((each) => each.image === image));
      await this.#state.update(verifiedKey(folder), [...images, ...former].slice(0, keptVerified));
      this.#verified.fire();
    }
  }

  dispose(): void {
    this.#verified.dispose();
  }

  #read(folder: WorkspaceFolder, purpose: BuildPurpose): Remembered {
    const key = keyOf(folder, purpose);
    const { lastRequest, ...kept } = readRemembered(this.#state.get(key));
    const cleaned = lastRequest && withoutSecrets(lastRequest);
    if (!cleaned) {
      return kept;
    }
    if (isComplete(cleaned.leftOut)) {
      return { ...kept, lastRequest };
    }
    // a version before wrote down more
    const next: Remembered = {
      ...kept,
      ...(cleaned.request && { lastRequest: cleaned.request }),
      leftOut: cleaned.leftOut,
    };
    void this.#state.update(key, next);
    return next;
  }
}

function keyOf(folder: WorkspaceFolder, purpose: BuildPurpose): string {
  return `${purpose}:${folder.uri.toString()}`;
}

function verifiedKey(folder: WorkspaceFolder): string {
  return `verified:${folder.uri.toString()}`;
}

/** Another version of the extension may have kept something else. */
function isVerifiedImage(value: unknown): value is VerifiedImage {
  const { image, digest, kind, platforms, at } = (value ?? {}) as Partial<Record<keyof VerifiedImage, unknown>>;
  return (
    typeof image === 'string' &&
    typeof digest === 'string' &&
    (kind === 'index' || kind === 'manifest') &&
    Array.isArray(platforms) &&
    platforms.every((platform) => typeof platform === 'string') &&
    typeof at === 'number'
  );
}

function newestFirst(
  added: readonly string[] | undefined,
  former: readonly string[] | undefined,
  kept: number,
): readonly string[] {
  return [...new Set([...(added ?? []), ...(former ?? [])])].slice(0, kept);
}
