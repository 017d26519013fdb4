import type { Builders } from '../builders/builders.ts';
import { createProgramChecks } from './afterPush/programs.ts';
import { createTagsNow } from './afterPush/tagsNow.ts';
import { createBuildResults } from './results.ts';
import { createBuilds, type Builds, type BuildsDeps } from './run.ts';
import { createDockerfiles } from './dockerfiles.ts';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { createBaseImages, type BaseImages } from '../baseImages.ts';
import type { ImagesDeps } from '../images/documentReader.ts';
import { createImages, type Images } from '../images/images.ts';
import type { Insides } from '../insides/insides.ts';
import type { IndexEdits } from '../images/indexEdits.ts';
import { createBakeFiles } from '../policy/bakeFiles.ts';
import { createClearance } from '../policy/clearance.ts';
import { createNativeOf } from '../policy/nativeOf.ts';
import type { Consents, FormerTags } from '../policy/questions.ts';

export interface ComposedBuildsDeps extends Pick<BuildsDeps, 'runner' | 'environment' | 'client' | 'now'> {
  readonly builders: Builders;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly images: Images;
  readonly registry: NonNullable<ImagesDeps['registry']>;
  readonly indexEdits: IndexEdits;
  readonly former: FormerTags;
  readonly consents: Consents;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Inspects images; loaded on first use. */
  readonly insides: () => Promise<Insides>;
  /** Whether to check the programs of a push. */
  readonly checksPrograms: () => boolean;
}

/** Builds, and warnings before a build starts. */
export interface BuildServices extends Builds {
  readonly bases: BaseImages;
}

/** Connects the parts of a build, from its start to the verified result. */
export function composeBuilds({
  builders,
  images,
  registry,
  indexEdits,
  former,
  consents,
  env,
  insides,
  checksPrograms,
  ...rest
}: ComposedBuildsDeps): BuildServices {
  const { runner, environment, client, explain } = rest;
  const dockerfiles = createDockerfiles();
  const noDocker = () => Promise.reject(new Error('only the registry is asked'));
  const direct = createImages({ registry, run: noDocker, docker: noDocker, explain });
  const builds = createBuilds({
    ...rest,
    builders,
    results: createBuildResults({ runner, environment, images }),
    dockerfiles,
    clear: createClearance({
      runner,
      environment,
      images,
      former,
      consents,
      builders,
      nativeOf: createNativeOf(builders),
      client,
      bakeFiles: createBakeFiles(env),
      env,
    }),
    joining: { images, indexEdits },
    programs: createProgramChecks({ insides, isWanted: checksPrograms }),
    tagsNow: createTagsNow({ images }),
  });
  return {
    run: (...build) => builds.run(...build),
    bases: createBaseImages({ runner, environment, dockerfiles, images: direct }),
  };
}
