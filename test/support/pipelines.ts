import assert from 'node:assert/strict';
import { bakeFile } from '../../src/domain/pipeline/bakeFile.ts';
import { factsOf, type PipelineFacts } from '../../src/domain/pipeline/facts.ts';
import { githubBuilderWorkflow } from '../../src/domain/pipeline/github/builderWorkflow.ts';
import { githubMatrixWorkflow } from '../../src/domain/pipeline/github/matrixWorkflow.ts';
import { githubQemuWorkflow } from '../../src/domain/pipeline/github/qemuWorkflow.ts';
import { gitlabPipeline } from '../../src/domain/pipeline/gitlab.ts';
import { withMakeTargets } from '../../src/domain/pipeline/makefile.ts';
import type { BuildRequest } from '../../src/domain/build/request.ts';

const both = ['linux/amd64', 'linux/arm64'];

export function pipelineFacts(request: BuildRequest, platforms: readonly string[] = both): PipelineFacts {
  const facts = factsOf(request, { platforms });
  assert.ok(facts.ok, JSON.stringify(facts));
  return facts.value;
}

export function makefileOf(former: string, facts: PipelineFacts): string {
  const result = withMakeTargets(former, facts);
  assert.ok('text' in result, JSON.stringify(result));
  return result.text;
}

/** A build without anything special, one with everything, and one of a bake file. */
export const sampleFacts = {
  plain: pipelineFacts({ dockerfile: 'app/Dockerfile', context: 'app', tags: ['team/app:1.0'], output: 'push' }),
  full: pipelineFacts(
    {
      dockerfile: 'docker/app.Dockerfile',
      context: '.',
      target: 'run time',
      tags: ['ghcr.io/team/app:1.0'],
      buildArgs: { VERSION: "it's 1", API_TOKEN: `ghp_${'0123456789abcdefghij'.repeat(2).slice(0, 36)}` },
      secrets: ['id=npm,src=.npmrc'],
      output: 'push',
    },
    [...both, 'linux/s390x'],
  ),
  bake: pipelineFacts({
    bakeFiles: ['docker-bake.hcl'],
    bakeTargets: ['web'],
    tags: ['registry.example.com:5000/app:1'],
  }),
};

/** Every kind of generated file, by the name of its fixture. */
export const samplePipelines: Readonly<Record<string, string>> = {
  'builder.yml': githubBuilderWorkflow(sampleFacts.plain, 'main'),
  'builder-bake.yml': githubBuilderWorkflow(sampleFacts.bake, 'main'),
  'matrix.yml': githubMatrixWorkflow(sampleFacts.full, 'main'),
  'qemu.yml': githubQemuWorkflow(sampleFacts.full, 'trunk'),
  'qemu-bake.yml': githubQemuWorkflow(sampleFacts.bake, 'main'),
  'gitlab-ci.yml': gitlabPipeline(sampleFacts.full),
  'plain.mk': makefileOf('', sampleFacts.plain),
  'full.mk': makefileOf('', sampleFacts.full),
  'bake.mk': makefileOf('', sampleFacts.bake),
  'docker-bake.hcl': bakeFile(sampleFacts.full),
};
