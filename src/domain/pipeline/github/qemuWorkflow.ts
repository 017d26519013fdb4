import { actions, usesOf } from './actions.ts';
import type { PipelineFacts } from '../facts.ts';
import { notEvaluated } from '../yamlFile.ts';
import {
  bakeInputs,
  buildInputs,
  buildxStep,
  checkOutStep,
  loginOf,
  loginStep,
  metadataStep,
  pushes,
  secretLines,
  workflowFile,
} from './common.ts';

/** A workflow with one job, which builds all platforms and emulates those that its runner is not for. */
export function githubQemuWorkflow(facts: PipelineFacts, branch: string): string {
  const { platforms, repository, tag, build } = facts;
  const secrets = build.kind === 'dockerfile' ? secretLines(build) : undefined;
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
            'cache-from': 'type=gha',
            'cache-to': 'type=gha,mode=max',
          },
        }
      : {
          name: 'Build and push',
          uses: usesOf(actions.bake),
          with: {
            source: notEvaluated(build.directory),
            ...bakeInputs(build),
            targets: build.targets.map(notEvaluated).join(','),
            push: pushes,
            set: [
              `*.platform=${platforms.join(',')}`,
              ...(build.isNamed ? [`*.tags=${repository}:${tag}`] : []),
              '',
            ].join('\n'),
          },
        };
  const job = {
    'runs-on': 'ubuntu-24.04',
    permissions: { contents: 'read', ...loginOf(facts).permissions },
    steps: [
      checkOutStep,
      { name: 'Set up QEMU', uses: usesOf(actions.setUpQemu), with: { platforms: platforms.join(',') } },
      buildxStep,
      loginStep(facts),
      // a bake file has the names of its images
      ...(build.kind === 'dockerfile' ? [metadataStep(repository, facts, branch)] : []),
      buildStep,
    ],
  };
  return workflowFile(facts, branch, 'Builds all platforms on one runner. Emulated platforms are slow to compile.', {
    jobs: { build: job },
  });
}
