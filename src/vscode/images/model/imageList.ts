import { type Memento, workspace } from 'vscode';
import {
  workspaceImages,
  type ImageNamer,
  type NamedImage,
} from '../../../domain/sources/manifests/workspaceImages.ts';
import type { BuildMemory } from '../../memory.ts';
import { settings } from '../../settings/settings.ts';
import type { WorkspaceSources } from '../../workspaceSources.ts';

/** The images of the workspace. Reads only files of the workspace. */
export interface ImageList {
  find(): Promise<readonly NamedImage[]>;
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
  return {
    async find() {
      const folders = workspace.workspaceFolders ?? [];
      const by = (namer: ImageNamer, images: readonly string[]) => images.map((image) => ({ image, by: namer }));
      const [{ sources }, workloads] = await Promise.all([
        files.findSources(),
        Promise.all(folders.map((folder) => files.findWorkloadImages(folder))),
      ]);
      const defined = sources.flatMap(({ source }) => (source.kind === 'dockerfile' ? [] : source.tags));
      return workspaceImages([
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
        ...by('source', defined),
        ...by(
          'workload',
          workloads.flat().map(({ image }) => image),
        ),
      ]);
    },
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
