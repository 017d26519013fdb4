import { type CancellationToken, type Memento, workspace } from 'vscode';
import {
  workspaceImages,
  type ImageNamer,
  type NamedImage,
} from '../../../domain/sources/manifests/workspaceImages.ts';
import type { BuildMemory } from '../../memory.ts';
import { settings } from '../../settings/settings.ts';
import type { FoundWorkloads, WorkspaceSources } from '../../workspaceSources.ts';

/** The images of the workspace, and how many YAML files were read for them, of how many. */
export interface ListedImages {
  readonly images: readonly NamedImage[];
  readonly files: FoundWorkloads['files'];
}

/** The images of the workspace. Reads only files of the workspace. */
export interface ImageList {
  find(): Promise<readonly NamedImage[]>;
  /** @param part receives the images of the files that were read so far */
  search(part: (soFar: ListedImages) => void, token: CancellationToken): Promise<ListedImages>;
  add(id: string): Promise<void>;
  /** Forgets an image that the user added. */
  remove(id: string): Promise<void>;
}

const key = 'images:added';

export function createImageList(state: Memento, memory: BuildMemory, files: WorkspaceSources): ImageList {
  const added = (): readonly string[] => {
    const kept: unknown = state.get(key);
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  };
  async function search(part?: (soFar: ListedImages) => void, token?: CancellationToken): Promise<ListedImages> {
    const folders = workspace.workspaceFolders ?? [];
    const by = (namer: ImageNamer, images: readonly string[]) => images.map((image) => ({ image, by: namer }));
    let built: ReturnType<typeof by> = [];
    /** By folder. */
    const workloads = new Map<number, FoundWorkloads>();
    const listed = (): ListedImages => {
      const known = [...workloads.values()];
      return {
        images: workspaceImages([
          ...folders.flatMap((folder) =>
            by(
              'pushed',
              memory.verifiedImages(folder).map(({ image }) => image),
            ),
          ),
          ...by('added', added()),
          ...by(
            'setting',
            folders.flatMap((folder) => settings.image(folder.uri) ?? []),
          ),
          ...built,
          ...known.flatMap(({ images }) =>
            by(
              'workload',
              images.map(({ image }) => image),
            ),
          ),
        ]),
        files: {
          read: known.reduce((sum, { files: { read } }) => sum + read, 0),
          found: known.reduce((sum, { files: { found } }) => sum + found, 0),
        },
      };
    };
    await Promise.all([
      files.findSources(token).then(({ sources, running }) => {
        built = [
          ...by(
            'source',
            sources.flatMap(({ source }) => (source.kind === 'dockerfile' ? [] : source.tags)),
          ),
          ...by(
            'service',
            running.map(({ image }) => image),
          ),
        ];
      }),
      ...folders.map(async (folder, at) => {
        const report =
          part &&
          ((soFar: FoundWorkloads) => {
            workloads.set(at, soFar);
            part(listed());
          });
        workloads.set(at, await files.findWorkloads(folder, token, report));
      }),
    ]);
    return listed();
  }

  return {
    find: async () => (await search()).images,
    search,
    add: async (id) => {
      await state.update(key, [...added().filter((each) => each !== id), id]);
    },
    remove: async (id) => {
      await state.update(
        key,
        added().filter((each) => each !== id),
      );
    },
  };
}
