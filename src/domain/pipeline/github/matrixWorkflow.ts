import { actions, usesOf } from './actions.ts';
import type { PipelineFacts } from '../facts.ts';
import { nativeRunner, platformSlug } from '../runners.ts';
import {
  buildInputs,
  buildxStep,
  checkOutStep,
  isPush,
  loginOf,
  loginStep,
  metadataStep,
  pushes,
  secretLines,
  workflowFile,
} from './common.ts';

const joined = [
  'tags=$(jq -r \'.tags[] | "--tag", .\' <<< "$DOCKER_METADATA_OUTPUT_JSON")',
  'digests=$(printf "$IMAGE@sha256:%s\\n" *)',
  'mapfile -t arguments <<< "$tags"$\'\\n\'"$digests"',
  'docker buildx imagetools create "${arguments[@]}"',
  '',
].join('\n');

/** The push is read back: a registry may have something else. */
const verified = [
  'manifest=$(docker buildx imagetools inspect --raw "$IMAGE:$VERSION")',
  'for platform in $PLATFORMS; do',
  '  jq --exit-status --arg platform "$platform" \\',
  '    \'any(.manifests[].platform; [.os, .architecture, .variant // empty] | join("/") | . == $platform or startswith($platform + "/"))\' \\',
  '    <<< "$manifest" > /dev/null || { echo "::error::$IMAGE:$VERSION lacks $platform"; exit 1; }',
  'done',
  '',
].join('\n');

/**
 * A workflow with a job for each platform on a native runner, which pushes by digest, and one that joins the digests under the tags
 * (https://docs.docker.com/build/ci/github-actions/multi-platform/#distribute-build-across-multiple-runners).
 */
export function githubMatrixWorkflow(facts: PipelineFacts, branch: string): string {
  const { platforms, repository, build } = facts;
  if (build.kind !== 'dockerfile') {
    throw new Error('a bake build has no matrix');
  }
  const secrets = secretLines(build);
  const { permissions } = loginOf(facts);
  const emulates = platforms.some((platform) => nativeRunner(platform) === undefined);
  const buildJob = {
    'runs-on': '${{ matrix.runner }}',
    permissions: { contents: 'read', ...permissions },
    strategy: {
      'fail-fast': false,
      matrix: {
        include: platforms.map((platform) => ({
          platform,
          name: platformSlug(platform),
          runner: nativeRunner(platform) ?? 'ubuntu-24.04',
          ...(emulates && { emulated: nativeRunner(platform) === undefined }),
        })),
      },
    },
    steps: [
      checkOutStep,
      ...(emulates
        ? [
            {
              name: 'Set up QEMU',
              if: 'matrix.emulated',
              uses: usesOf(actions.setUpQemu),
              with: { platforms: '${{ matrix.platform }}' },
            },
          ]
        : []),
      buildxStep,
      loginStep(facts),
      {
        name: 'Build and push by digest',
        id: 'build',
        uses: usesOf(actions.buildPush),
        with: {
          ...buildInputs(build),
          platforms: '${{ matrix.platform }}',
          outputs: `type=image,name=\${{ env.IMAGE }},push-by-digest=true,name-canonical=true,push=${pushes}`,
          ...(secrets !== undefined && { secrets }),
          // one scope for all platforms would be overwritten by the last one
          'cache-from': 'type=gha,scope=${{ matrix.name }}',
          'cache-to': 'type=gha,scope=${{ matrix.name }},mode=max',
        },
      },
      {
        name: 'Save the digest',
        if: isPush,
        env: { DIGEST: '${{ steps.build.outputs.digest }}' },
        run: 'mkdir -p "$RUNNER_TEMP/digests"\ntouch "$RUNNER_TEMP/digests/${DIGEST#sha256:}"\n',
      },
      {
        name: 'Upload the digest',
        if: isPush,
        uses: usesOf(actions.uploadArtifact),
        with: {
          name: 'digest-${{ matrix.name }}',
          path: '${{ runner.temp }}/digests/*',
          'if-no-files-found': 'error',
          'retention-days': 1,
        },
      },
    ],
  };
  const publishJob = {
    needs: 'build',
    if: isPush,
    'runs-on': 'ubuntu-24.04',
    permissions: { contents: 'read', ...permissions },
    steps: [
      {
        name: 'Download the digests',
        uses: usesOf(actions.downloadArtifact),
        with: { path: '${{ runner.temp }}/digests', pattern: 'digest-*', 'merge-multiple': true },
      },
      buildxStep,
      loginStep(facts),
      metadataStep('${{ env.IMAGE }}', facts, branch),
      { name: 'Create the image index', 'working-directory': '${{ runner.temp }}/digests', run: joined },
      {
        name: 'Verify the platforms',
        env: { VERSION: '${{ steps.metadata.outputs.version }}', PLATFORMS: platforms.join(' ') },
        run: verified,
      },
    ],
  };
  return workflowFile(
    facts,
    branch,
    'Builds each platform on a runner of its own architecture, pushes the images by digest, and joins them under the tags.',
    { env: { IMAGE: repository }, jobs: { build: buildJob, publish: publishJob } },
  );
}
