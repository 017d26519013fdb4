import { actions, usesOf } from './actions.ts';
import type { DockerfileBuild, PipelineFacts } from '../facts.ts';
import { relativePath } from '../paths.ts';
import { nativeRunner } from '../runners.ts';
import { notEvaluated } from '../yamlFile.ts';
import { bakeInputs, buildInputs, loginOf, pushes, tagRules, workflowFile } from './common.ts';

/** Why Docker's reusable workflow cannot do a build: it passes no secrets, and reads Dockerfiles within the context only. */
export type BuilderObstacle = 'secrets' | 'outsideContext' | 'severalTargets';

export function builderObstacle({ build }: PipelineFacts): BuilderObstacle | undefined {
  if (build.kind === 'bake') {
    return build.targets.length > 1 ? 'severalTargets' : undefined;
  }
  if (build.secrets.length + build.secretArgs.length > 0) {
    return 'secrets';
  }
  return withinContext(build) === undefined ? 'outsideContext' : undefined;
}

/**
 * A workflow that calls Docker's reusable one: a native runner for each platform, one index, signed provenance
 * (https://docs.docker.com/build/ci/github-actions/github-builder/). Only without a `builderObstacle`.
 */
export function githubBuilderWorkflow(facts: PipelineFacts, branch: string): string {
  const { platforms, repository, registry, build } = facts;
  const { username, password, permissions } = loginOf(facts);
  const emulated = platforms.some((platform) => nativeRunner(platform) === undefined);
  const job = {
    uses: usesOf(build.kind === 'bake' ? actions.builderBake : actions.builderBuild),
    permissions: { contents: 'read', 'id-token': 'write', ...permissions },
    with: {
      output: 'image',
      push: pushes,
      ...(build.kind === 'dockerfile' && { platforms: platforms.join(',') }),
      ...(emulated && { 'setup-qemu': true }),
      ...(build.kind === 'dockerfile'
        ? { ...buildInputs(build), file: notEvaluated(withinContext(build) ?? build.dockerfile) }
        : {
            context: notEvaluated(build.directory),
            ...bakeInputs(build),
            target: notEvaluated(build.targets[0] ?? 'default'),
            set: `*.platform=${platforms.join(',')}\n`,
          }),
      cache: true,
      'meta-images': repository,
      'meta-tags': tagRules(facts, branch),
    },
    secrets: {
      'registry-auths': `- registry: ${registry}\n  username: ${username}\n  password: ${password}\n`,
    },
  };
  return workflowFile(
    facts,
    branch,
    'Builds each platform on a runner of its own architecture and pushes one image for all of them.',
    { jobs: { build: job } },
  );
}

/** The Dockerfile relative to the context: the reusable workflow builds from a Git address, in which nothing else exists. */
function withinContext({ context, dockerfile }: DockerfileBuild): string | undefined {
  const file = relativePath(context, dockerfile);
  return file.startsWith('../') ? undefined : file;
}
