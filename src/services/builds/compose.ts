import type { Builders } from '../builders/builders.ts';
import { createBuildResults } from './results.ts';
import { createBuilds, type Builds, type BuildsDeps } from './run.ts';
import { createDockerfiles } from './dockerfiles.ts';
import type { Images } from '../images/images.ts';
import type { IndexEdits } from '../images/indexEdits.ts';
import { createBakeFiles } from '../policy/bakeFiles.ts';
import { createClearance } from '../policy/clearance.ts';
import { createNativeOf } from '../policy/nativeOf.ts';
import type { Consents, FormerTags } from '../policy/questions.ts';

export interface ComposedBuildsDeps extends Pick<BuildsDeps, 'runner' | 'environment' | 'explain' | 'client' | 'now'> {
  readonly builders: Builders;
  readonly images: Images;
  readonly indexEdits: IndexEdits;
  readonly former: FormerTags;
  readonly consents: Consents;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Connects the parts of a build, from its start to the verified result. */
export function composeBuilds({
  builders,
  images,
  indexEdits,
  former,
  consents,
  env,
  ...rest
}: ComposedBuildsDeps): Builds {
  const { runner, environment, client } = rest;
  return createBuilds({
    ...rest,
    builders,
    results: createBuildResults({ runner, environment, images }),
    dockerfiles: createDockerfiles(),
    clear: createClearance({
      runner,
      environment,
      images,
      former,
      consents,
      nativeOf: createNativeOf(builders),
      client,
      bakeFiles: createBakeFiles(env),
      env,
    }),
    joining: { images, indexEdits },
  });
}
