import type { Runner } from '../tools/process/runner.ts';
import { createBuilders, type Builders } from './builders/builders.ts';
import { createBuildResults } from './buildResults.ts';
import { createBuilds, type Builds } from './builds.ts';
import { createDockerfiles } from './dockerfiles.ts';
import { createEnvironment, type Environment } from './environment.ts';
import { explainError } from './explain.ts';
import { createImages, type Images } from './images.ts';

export interface Services {
  readonly environment: Environment;
  readonly builders: Builders;
  readonly images: Images;
  readonly builds: Builds;
  readonly explain: typeof explainError;
}

export interface ServicesDeps {
  readonly runner: Runner;
  /** The name or path of the Docker CLI, as set. */
  readonly dockerPath: () => string;
  /** Milliseconds from any fixed point. */
  readonly now: () => number;
}

/** Makes the services and joins them. */
export function createServices({ runner, dockerPath, now }: ServicesDeps): Services {
  const explain = explainError;
  const environment = createEnvironment({ runner, dockerPath, explain });
  const builders = createBuilders(runner, environment);
  const images = createImages({ run: runner.run, docker: environment.docker, explain });
  const results = createBuildResults({ runner, environment, images });
  const dockerfiles = createDockerfiles(runner, environment);
  const builds = createBuilds({ runner, environment, builders, results, dockerfiles, explain, now });
  return { environment, builders, images, builds, explain };
}
