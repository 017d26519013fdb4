import type { TroubleKind } from '../../../src/domain/workload/trouble.ts';
import type { TarEntry } from '../../bed/engine/tar.ts';
import { types, type RawRegistry } from '../../engine/registryShapes.ts';
import { at, pushImage, type Descriptor, type ImageWish } from '../nodeImages.ts';
import { shell, waitingProgram, type Architecture } from '../waitingPrograms.ts';

/** What a diagnosis says: its kind, or that it cannot tell two apart. */
export type Told = TroubleKind | 'foreignProgram or script';

/** An image of some shape, and a pod that runs it on a node for linux/amd64. */
export interface Shape {
  /** For readers of the table. */
  readonly what: string;
  /** Pushes it. */
  readonly push: (to: RawRegistry) => Promise<unknown>;
  /** What the pod names. Default: the tag `1`. */
  readonly image?: (to: RawRegistry) => Promise<string>;
  /** Members of the pod's specification. */
  readonly pod?: PodWish;
  /** Members of its container. */
  readonly container?: Readonly<Record<string, unknown>>;
  /** The state of QEMU for arm64, if it matters. */
  readonly emulation?: 'on' | 'off';
  /** The registry with a login. */
  readonly locked?: true;
  /** The pod is at fault and not its image, which is judged alone. */
  readonly podFault?: true;
  /** Which diagnoses of the pod are right. Empty: nothing is wrong with it. */
  readonly troubles: readonly Told[];
}

interface PodWish {
  /** The image runs in an init container. */
  readonly init?: true;
  /** An image that runs in a container of its own. */
  readonly beside?: (to: RawRegistry) => string;
  readonly restartPolicy?: 'Never';
  readonly imagePullSecrets?: readonly { readonly name: string }[];
}

/** The tag of each image. */
export const tag = '1';

/** An image that starts a waiting program of an architecture. */
export function waiting(
  to: RawRegistry,
  platform: string,
  architecture: Architecture,
  more: Partial<ImageWish> = {},
): Promise<Descriptor> {
  const files: readonly TarEntry[] = [{ path: 'probe', mode: 0o755, data: waitingProgram(architecture) }];
  return pushImage(to, { platform, files, config: { Entrypoint: ['/probe'] }, ...more });
}

/** A single manifest. */
export function single(platform: string, architecture: Architecture): Shape['push'] {
  return (to) => waiting(to, platform, architecture, { tag });
}

/** An image with BusyBox that starts a file with this content. */
export function script(platform: string, architecture: 'amd64' | 'arm64', content: string): Shape['push'] {
  return async (to) => {
    const files = [...(await shell(architecture)), { path: 'entry.sh', mode: 0o755, data: Buffer.from(content) }];
    return pushImage(to, { platform, files, config: { Entrypoint: ['/entry.sh'] }, tag });
  };
}

/** An entry of an index: its platform there (if it has one), that of its configuration, the architecture of its program. */
export type Entry = readonly [said: string | undefined, platform: string, architecture: Architecture];

export const amd64: Entry = ['linux/amd64', 'linux/amd64', 'amd64'];
export const arm64: Entry = ['linux/arm64', 'linux/arm64', 'arm64'];

export async function pushEntries(
  to: RawRegistry,
  entries: readonly Entry[],
  more: Partial<ImageWish> = {},
): Promise<readonly object[]> {
  const pushed: object[] = [];
  for (const [number, [said, platform, architecture]] of entries.entries()) {
    const config = { Entrypoint: ['/probe'], Labels: { image: `${to.repository} ${number}` } };
    const image = await waiting(to, platform, architecture, { config, ...more });
    pushed.push(said === undefined ? image : at(said, image));
  }
  return pushed;
}

/** An index. */
export function index(...entries: readonly Entry[]): Shape['push'] {
  return async (to) => to.index(tag, await pushEntries(to, entries));
}

/** A manifest list of Docker. */
export function dockerList(...entries: readonly Entry[]): Shape['push'] {
  return async (to) => to.index(tag, await pushEntries(to, entries, { docker: true }), {}, types.dockerList);
}
