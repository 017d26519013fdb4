import { EventEmitter, type Memento, type WorkspaceFolder } from 'vscode';
import type { VerifiedImage } from '../domain/cluster/architecture.ts';
import { readRemembered, type Remembered } from '../domain/build/remembered.ts';
import type { BuildRequest } from '../domain/build/request.ts';
import { taggedId } from '../domain/sources/manifests/pinText.ts';
import { isComplete, withoutSecrets, type LeftOut } from '../domain/build/requestSecrets.ts';

/** The last build of a folder, and the parts to ask for again. */
export interface RememberedBuild {
  readonly request: BuildRequest;
  readonly leftOut: LeftOut;
}

/** How to remember a build: as the build of its folder, or as one for local use, which keeps the former. */
export type BuildPurpose = 'build' | 'local';

const nothing: LeftOut = { buildArgs: [], properties: [] };
const lastFolderKey = 'build:lastFolder';
const keptImages = 10;
const keptPlatforms = 20;
const keptVerified = 20;

/** Remembered answers, one record per workspace folder. */
export class BuildMemory {
  readonly #state: Memento;
  /** The last requests of this session with their secrets, which are never stored. */
  readonly #whole = new Map<string, BuildRequest>();
  readonly #verified = new EventEmitter<void>();
  /** Another push was verified. */
  readonly onDidVerify = this.#verified.event;

  constructor(state: Memento) {
    this.#state = state;
  }

  /** The last request of this folder, without its secrets. */
  lastRequest(folder: WorkspaceFolder): BuildRequest | undefined {
    return this.#read(folder, 'build').lastRequest;
  }

  /**
   * The same for a rebuild: complete during the session. For local use, a local build that is newer than the last build of the folder takes
   * precedence.
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

  /** The URI of the last built folder. */
  lastFolder(): string | undefined {
    return this.#state.get<string>(lastFolderKey);
  }

  /** The image names of this folder's last builds, newest first, as they were given. */
  recentImages(folder: WorkspaceFolder): readonly string[] {
    return this.#read(folder, 'build').images ?? [];
  }

  /** All platforms that were ever selected in this folder, newest first. */
  knownPlatforms(folder: WorkspaceFolder): readonly string[] {
    return this.#read(folder, 'build').platforms ?? [];
  }

  /** Call this for every request that runs, however it was started. */
  async remember(folder: WorkspaceFolder, request: BuildRequest, purpose: BuildPurpose = 'build'): Promise<void> {
    const key = keyOf(folder, purpose);
    const former = this.#read(folder, purpose);
    const { request: lastRequest, leftOut } = withoutSecrets(request);
    this.#whole.set(key, request);
    const next: Remembered = {
      ...(lastRequest && { lastRequest }),
      ...(!isComplete(leftOut) && { leftOut }),
      // a name without a tag is not a suggestion for other builds
      images: newestFirst(request.pushByDigest ? [] : request.tags, former.images, keptImages),
      platforms: newestFirst(request.platforms, former.platforms, keptPlatforms),
    };
    await this.#state.update(key, next);
    if (purpose === 'build') {
      this.#whole.delete(keyOf(folder, 'local'));
      await this.#state.update(keyOf(folder, 'local'), undefined);
      await this.#state.update(lastFolderKey, folder.uri.toString());
    }
  }

  /** The verified pushes of this folder, newest first; the last one per name. */
  verifiedImages(folder: WorkspaceFolder): readonly VerifiedImage[] {
    const value: unknown = this.#state.get(verifiedKey(folder));
    return Array.isArray(value) ? value.filter(isVerifiedImage) : [];
  }

  /**
   * Call this for a verified push, or for tags that a failed push has moved.
   *
   * @param gone names that the registry no longer has
   */
  async rememberVerified(
    folder: WorkspaceFolder,
    images: readonly VerifiedImage[],
    gone: readonly string[] = [],
  ): Promise<void> {
    if (images.length > 0 || gone.length > 0) {
      const names = new Set([...images.map(({ image }) => image), ...gone].map((image) => taggedId(image) ?? image));
      const former = this.verifiedImages(folder).filter(({ image }) => !names.has(taggedId(image) ?? image));
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
    // earlier versions stored more
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

/** Another version of the extension may have stored a different format. */
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
