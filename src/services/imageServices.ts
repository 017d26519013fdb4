import { createProgramChecks, type ProgramChecks } from './builds/afterPush/programs.ts';
import type { ClusterAccess } from './clusters/access.ts';
import { createWorkloads, type Workloads } from './clusters/workloads.ts';
import { createInsides, type Insides, type InsidesDeps } from './insides/insides.ts';
import { createLocalImages, type LocalImages, type LocalImagesDeps } from './images/localImages.ts';
import { createTagList, type TagList } from './registry/tagList.ts';
import type { RegistryReader } from './registry/registryReader.ts';

/** Services that only the Images view and its commands need. */
export interface ImageServices {
  readonly insides: Insides;
  /** Checks the programs of several platforms, with the limits of the check after a push. */
  readonly programs: ProgramChecks;
  readonly local: LocalImages;
  readonly tags: TagList;
  readonly workloads: Workloads;
}

export interface ImageServicesDeps extends LocalImagesDeps {
  readonly registry: InsidesDeps['registry'] & Pick<RegistryReader, 'tags'>;
  readonly workers: InsidesDeps['workers'];
  readonly access: ClusterAccess;
}

export function createImageServices({ registry, workers, access, ...local }: ImageServicesDeps): ImageServices {
  const insides = createInsides({ images: local.images, registry, workers });
  return {
    insides,
    programs: createProgramChecks({ insides: () => Promise.resolve(insides), isWanted: () => true }),
    local: createLocalImages(local),
    tags: createTagList(registry),
    workloads: createWorkloads(access),
  };
}
