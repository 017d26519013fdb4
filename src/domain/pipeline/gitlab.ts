import { secretIds, type PipelineFacts } from './facts.ts';
import { notOption } from './paths.ts';
import { platformSlug } from './runners.ts';
import { secretName } from './github/common.ts';
import { yamlFile } from './yamlFile.ts';
import { parsePlatform } from '../platform.ts';
import { argumentOptions, shellWord } from './shell.ts';

/**
 * GitLab CI: a job for each platform on a hosted runner of its architecture, which pushes by digest, and one that joins the digests
 * (https://docs.gitlab.com/ci/runners/hosted_runners/linux/). Runners of one's own need these tags.
 */
export function gitlabPipeline(facts: PipelineFacts): string {
  const { platforms, build } = facts;
  if (build.kind !== 'dockerfile') {
    throw new Error('a bake build has no jobs for its platforms');
  }
  const ofGitlab = facts.registry.startsWith('registry.gitlab.');
  const [user, password] = ofGitlab
    ? ['$CI_REGISTRY_USER', '$CI_REGISTRY_PASSWORD']
    : ['$REGISTRY_USERNAME', '$REGISTRY_TOKEN'];
  const host = facts.registry === 'docker.io' ? '' : ` ${shellWord(facts.registry)}`;
  const login = `echo "${password}" | docker login --username "${user}" --password-stdin${host}`;
  const args = [
    ...argumentOptions(build, shellWord),
    ...secretIds(build).map((id) => `--secret ${shellWord(`id=${id},env=${secretName(id)}`)}`),
    ...(build.target === undefined ? [] : [`--target ${shellWord(build.target)}`]),
  ];
  const command = [
    'docker buildx build',
    '--platform "$PLATFORM"',
    `--file ${shellWord(notOption(build.dockerfile))}`,
    ...args,
    '--output "type=image,name=$IMAGE,push-by-digest=true,name-canonical=true,push=true"',
    '--metadata-file metadata.json',
    shellWord(notOption(build.context)),
  ].join(' ');
  const defined = [
    ...(ofGitlab ? [] : ['REGISTRY_USERNAME', 'REGISTRY_TOKEN']),
    ...build.secretArgs,
    ...secretIds(build).map(secretName),
  ];
  const docker = {
    image: 'docker:29',
    services: ['docker:29-dind'],
    // Buildx takes TLS data from a context only, not from the environment of the service
    before_script: [login, 'docker context create build', 'docker buildx create --use build'],
  };
  return yamlFile(
    {
      stages: ['build', 'publish'],
      variables: { IMAGE: facts.repository, TAG: facts.tag },
      '.docker': docker,
      build: {
        extends: '.docker',
        stage: 'build',
        tags: ['$RUNNER'],
        parallel: {
          matrix: platforms.map((platform) => ({
            PLATFORM: platform,
            NAME: platformSlug(platform),
            RUNNER: runnerOf(platform),
          })),
        },
        script: [
          ...(platforms.some((platform) => runnerOf(platform) === emulating && !isNative(platform))
            ? ['docker run --privileged --rm tonistiigi/binfmt --install all']
            : []),
          command,
          'mkdir -p digests',
          `sed -n 's/.*"containerimage.digest": *"\\([^"]*\\)".*/\\1/p' metadata.json > "digests/$NAME"`,
        ],
        artifacts: { paths: ['digests'], expire_in: '1 day' },
        rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }, { if: '$CI_COMMIT_TAG' }],
      },
      publish: {
        extends: '.docker',
        stage: 'publish',
        tags: [emulating],
        needs: ['build'],
        script: [
          'docker buildx imagetools create --tag "$IMAGE:${CI_COMMIT_TAG:-$TAG}" $(sed "s|^|$IMAGE@|" digests/*)',
          'docker buildx imagetools inspect "$IMAGE:${CI_COMMIT_TAG:-$TAG}"',
        ],
        rules: [{ if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' }, { if: '$CI_COMMIT_TAG' }],
      },
    },
    [
      'Builds each platform on a runner of its own architecture, pushes the images by digest, and joins them under one tag.',
      ...(defined.length > 0
        ? [`Define in the settings of the project (CI/CD, Variables): ${defined.join(', ')}.`]
        : []),
    ].join('\n'),
    // GitLab reads 1.1, in which more words are not texts
    { compat: 'yaml-1.1' },
  );
}

const emulating = 'saas-linux-small-amd64';

function runnerOf(platform: string): string {
  const parsed = parsePlatform(platform);
  return parsed.ok && parsed.value.architecture === 'arm64' ? 'saas-linux-small-arm64' : emulating;
}

function isNative(platform: string): boolean {
  const parsed = parsePlatform(platform);
  return parsed.ok && ['amd64', '386'].includes(parsed.value.architecture);
}
