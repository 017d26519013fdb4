import { actions, usesOf } from './actions.ts';
import type { PipelineFacts } from '../facts.ts';
import {
  buildInputs,
  loginOf,
  loginStep,
  oneAtATime,
  pushes,
  secretLines,
  tagRules,
  triggers,
  workflowComment,
} from './common.ts';
import { notEvaluated, yamlFile } from '../yamlFile.ts';

/** A workflow with one job, which builds all platforms and emulates those that its runner is not for. */
export function githubQemuWorkflow(facts: PipelineFacts, branch: string): string {
  const { platforms, repository, tag, build } = facts;
  const secrets = build.kind === 'dockerfile' ? secretLines(build) : undefined;
  const cache = { 'cache-from': 'type=gha', 'cache-to': 'type=gha,mode=max' };
  const buildStep =
    build.kind === 'dockerfile'
      ? {
          name: 'Build and push',
          uses: usesOf(actions.buildPush),
          with: {
            ...buildInputs(build),
            platforms: platforms.join(','),
            push: pushes,
            tags: '${{ steps.metadata.outputs.tags }}',
            labels: '${{ steps.metadata.outputs.labels }}',
            ...(secrets !== undefined && { secrets }),
            ...cache,
          },
        }
      : {
          name: 'Build and push',
          uses: usesOf(actions.bake),
          with: {
            source: notEvaluated(build.directory),
            ...(build.files.length > 0 && { files: `${build.files.map(notEvaluated).join('\n')}\n` }),
            targets: build.targets.map(notEvaluated).join(','),
            push: pushes,
            set: [
              `*.platform=${platforms.join(',')}`,
              ...(build.isNamed ? [`*.tags=${repository}:${tag}`] : []),
              '',
            ].join('\n'),
          },
        };
  const metadataStep = {
    name: 'Determine the tags',
    id: 'metadata',
    uses: usesOf(actions.metadata),
    with: { images: repository, tags: tagRules(facts, branch) },
  };
  const job = {
    'runs-on': 'ubuntu-24.04',
    permissions: { contents: 'read', ...loginOf(facts).permissions },
    steps: [
      { name: 'Check out', uses: usesOf(actions.checkout), with: { 'persist-credentials': false } },
      { name: 'Set up QEMU', uses: usesOf(actions.setUpQemu), with: { platforms: platforms.join(',') } },
      { name: 'Set up Buildx', uses: usesOf(actions.setUpBuildx) },
      loginStep(facts),
      // a bake file has the names of its images
      ...(build.kind === 'dockerfile' ? [metadataStep] : []),
      buildStep,
    ],
  };
  return yamlFile(
    {
      name: 'Build image',
      on: triggers(branch),
      concurrency: oneAtATime,
      permissions: { contents: 'read' },
      jobs: { build: job },
    },
    workflowComment(facts, ['Builds all platforms on one runner. Emulated platforms are slow to compile.']),
  );
}
