import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { bakeFile } from '../../../../src/domain/pipeline/bakeFile.ts';
import { factsOf, requestOf } from '../../../../src/domain/pipeline/facts.ts';
import { builderObstacle, githubBuilderWorkflow } from '../../../../src/domain/pipeline/github/builderWorkflow.ts';
import { githubMatrixWorkflow } from '../../../../src/domain/pipeline/github/matrixWorkflow.ts';
import { githubQemuWorkflow } from '../../../../src/domain/pipeline/github/qemuWorkflow.ts';
import { gitlabPipeline } from '../../../../src/domain/pipeline/gitlab.ts';
import { withMakeTargets } from '../../../../src/domain/pipeline/makefile.ts';
import { makefileOf, pipelineFacts, sampleFacts, samplePipelines } from '../../../support/pipelines.ts';

const hostile = pipelineFacts({
  dockerfile: 'a ${{ secrets.X }}/$(touch x)/Dockerfile',
  context: "it's `here` #1",
  target: '${{ github.token }}',
  tags: ['r.example.com/app:1'],
  buildArgs: { A: '${{ secrets.Y }} B=$(whoami) "${PATH}" %{if}' },
});

describe('generated pipelines', () => {
  for (const [name, text] of Object.entries(samplePipelines)) {
    it(`are as reviewed: ${name}`, () => {
      const file = new URL(`../../../fixtures/pipelines/${name}`, import.meta.url);
      assert.equal(text, readFileSync(file, 'utf8'));
    });
  }

  it('pin every action to a commit, with its version beside it', () => {
    const uses = Object.values(samplePipelines).flatMap((text) => text.match(/uses: .*$/gm) ?? []);
    assert.ok(uses.length > 20, String(uses.length));
    for (const line of uses) {
      assert.match(line, /^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('contain no secret of the build', () => {
    for (const text of Object.values(samplePipelines)) {
      assert.doesNotMatch(text, /ghp_|0123456789/);
    }
  });

  it('attack: a path, stage or argument is evaluated as an expression or command', () => {
    for (const text of [githubMatrixWorkflow(hostile, 'main'), githubQemuWorkflow(hostile, "x' || '${{ 1 }}")]) {
      assert.ok(!/\$\{\{ (?:secrets\.[XY]|github\.token|1) /.test(text.replaceAll("${{ '${{' }}", '')), text);
      const { jobs } = parse(text) as { jobs: { build: { steps: { with?: { file?: string } }[] } } };
      const [file] = jobs.build.steps.flatMap((step) => step.with?.file ?? []);
      assert.equal(file, "a ${{ '${{' }} secrets.X }}/$(touch x)/Dockerfile");
    }
    const script = (parse(gitlabPipeline(hostile)) as { build: { script: string[] } }).build.script[0] ?? '';
    assert.match(script, /--file 'a \$\{\{ secrets\.X \}\}\/\$\(touch x\)\/Dockerfile'/);
    assert.match(script, / 'it'\\''s `here` #1'$/);
    const make = makefileOf('', hostile);
    assert.match(make, /--file 'a \$\$\{\{ secrets\.X \}\}\/\$\$\(touch x\)\/Dockerfile'/);
    assert.match(make, /'it'\\''s `here` #1'/);
    const bake = bakeFile(hostile);
    assert.match(bake, /A = "\$\$\{\{ secrets\.Y \}\} B=\$\(whoami\) \\"\$\$\{PATH\}\\" %%\{if\}"/);
  });
});

describe('the facts of a pipeline', () => {
  it('need an image and platforms, and take those of the request first', () => {
    const platforms = ['linux/arm64'];
    assert.deepEqual(factsOf({}, { platforms }), { ok: false, problem: 'image' });
    assert.deepEqual(factsOf({ tags: ['r.io/a'] }, { platforms: [] }), { ok: false, problem: 'platforms' });
    assert.deepEqual(factsOf({ tags: ['r.io/a'], platforms: ['linux/?'] }, { platforms }), {
      ok: false,
      problem: 'platforms',
    });
    for (const broken of [{ target: 'a\nb' }, { buildArgs: { A: 'x\ny' } }, { dockerfile: 'a\r/Dockerfile' }]) {
      assert.deepEqual(factsOf({ tags: ['r.io/a'], ...broken }, { platforms }), { ok: false, problem: 'lineBreak' });
    }
    const given = factsOf({ tags: ['r.io/a'], platforms: ['linux/amd64'] }, { platforms });
    assert.deepEqual(given.ok && given.value, {
      registry: 'r.io',
      repository: 'r.io/a',
      tag: 'latest',
      platforms: ['linux/amd64'],
      build: { kind: 'dockerfile', dockerfile: 'Dockerfile', context: '.', args: {}, secretArgs: [], secrets: [] },
      leftOut: [],
    });
    assert.equal(pipelineFacts({ tags: ['a/b:2'] }).repository, 'a/b');
  });

  it('name the properties that a file does not have', () => {
    const request = { tags: ['r.io/a'], ssh: ['default'], buildContexts: { base: '../base' }, cacheFrom: ['type=gha'] };
    assert.deepEqual(pipelineFacts(request).leftOut, ['buildContexts', 'ssh']);
  });

  it('are refused for what is not in the workspace folder', () => {
    for (const own of [
      { context: 'https://github.com/a/b.git#main' },
      { context: '../shared' },
      { context: 'app', dockerfile: '/etc/Dockerfile' },
      { context: 'app/../../x' },
      { bakeFiles: ['../docker-bake.hcl'], bakeTargets: ['a'] },
    ]) {
      const facts = factsOf({ tags: ['r.io/a'], ...own }, { platforms: ['linux/amd64'] });
      assert.deepEqual(facts, { ok: false, problem: 'outside' }, JSON.stringify(own));
    }
    assert.equal(pipelineFacts({ tags: ['r.io/a'], context: 'a/../b' }).registry, 'r.io');
  });

  it('are those of a source that was not built yet', () => {
    assert.deepEqual(requestOf({ kind: 'dockerfile', file: 'app/Dockerfile', stages: [] }), {
      dockerfile: 'app/Dockerfile',
      context: 'app',
    });
    const compose = {
      kind: 'compose',
      service: 'web',
      directory: 'x',
      files: ['x/compose.yaml'],
      tags: [],
      platforms: [],
    } as const;
    const own = factsOf(requestOf(compose), { image: 'r.io/a:1', platforms: ['linux/amd64'] });
    assert.deepEqual(own.ok && own.value.build, {
      kind: 'bake',
      files: ['compose.yaml'],
      targets: ['web'],
      directory: 'x',
      isNamed: false,
    });
  });
});

describe('names with a meaning elsewhere', () => {
  it('attack: a folder becomes an option', () => {
    const facts = pipelineFacts({ dockerfile: '-f/Dockerfile', context: '-f', tags: ['r.io/a:1'] });
    assert.match(makefileOf('', facts), / --file \.\/-f\/Dockerfile --push \.\/-f\n/);
    assert.match(gitlabPipeline(facts), / \.\/-f$/m);
    const bake = pipelineFacts({ context: '-d', bakeFiles: ['-d/-b.hcl'], bakeTargets: ['a'], tags: ['r.io/a:1'] });
    assert.match(makefileOf('', bake), /\tcd \.\/-d && docker buildx bake --file \.\/-b\.hcl /);
  });

  it('are texts for GitLab, which reads an older YAML', () => {
    for (const tag of ['2026-11-28', '1_0', 'on']) {
      const text = gitlabPipeline(pipelineFacts({ tags: [`r.io/a:${tag}`] }));
      assert.match(text, new RegExp(`^ {2}TAG: "${tag}"$`, 'm'));
    }
  });

  it('are keys of HCL, or are left to the command line', () => {
    const secret = `ghp_${'0123456789abcdefghij'.repeat(2).slice(0, 36)}`;
    const buildArgs = { for: 'x', 'npm.token': secret, IMAGE_TOKEN: secret, TAG: secret };
    const text = bakeFile(pipelineFacts({ tags: ['r.io/app:1'], buildArgs }));
    assert.match(text, /^ {4}"for" += "x"$/m);
    assert.match(text, /^ {4}IMAGE_TOKEN = IMAGE_TOKEN$/m);
    assert.match(text, /^# Pass these build arguments with --set app\.args\.NAME=…: npm\.token, TAG$/m);
    assert.equal(text.match(/^variable "TAG"/gm)?.length, 1);
  });
});

describe('Docker GitHub Builder', () => {
  it('cannot do builds with secrets, with a Dockerfile outside the context, or with several targets', () => {
    assert.equal(builderObstacle(sampleFacts.plain), undefined);
    assert.equal(builderObstacle(sampleFacts.full), 'secrets');
    assert.equal(
      builderObstacle(pipelineFacts({ dockerfile: 'docker/x', context: 'app', tags: ['r.io/a'] })),
      'outsideContext',
    );
    const targets = { bakeTargets: ['a', 'b'], tags: ['r.io/a'] };
    assert.equal(builderObstacle(pipelineFacts(targets)), 'severalTargets');
  });

  it('emulates platforms without a runner', () => {
    const facts = pipelineFacts({ tags: ['r.io/a'] }, ['linux/amd64', 'linux/riscv64']);
    assert.match(githubBuilderWorkflow(facts, 'main'), /setup-qemu: true/);
    assert.doesNotMatch(githubBuilderWorkflow(sampleFacts.plain, 'main'), /qemu/);
  });
});

describe('targets of a Makefile', () => {
  const { plain } = sampleFacts;

  it('are added below what is there, and a second run changes nothing', () => {
    const former = 'all: build\n\nbuild:\n\tgo build ./...';
    const once = makefileOf(former, plain);
    assert.ok(once.startsWith(`${former}\n\n# >>> multi-arch builds >>>\n`), once);
    assert.equal(makefileOf(once, plain), once);
  });

  it('are replaced in place when the build changes', () => {
    const once = `${makefileOf('a:\n\ttrue\n', plain)}\nb:\n\ttrue\n`;
    const changed = makefileOf(once, { ...plain, tag: '2.0' });
    assert.equal(changed, once.replace('MULTIARCH_TAG ?= 1.0', 'MULTIARCH_TAG ?= 2.0'));
  });

  it('leave the names of a bake file as they are, unless the build had another one', () => {
    assert.match(makefileOf('', sampleFacts.bake), /--set "\*\.tags=\$\(MULTIARCH_IMAGE\):\$\(MULTIARCH_TAG\)"/);
    const own = factsOf({ bakeTargets: ['all'] }, { image: 'r.io/a:1', platforms: ['linux/amd64'] });
    const text = makefileOf('', own.ok ? own.value : sampleFacts.bake);
    assert.doesNotMatch(text, /MULTIARCH_IMAGE|imagetools|\.tags/);
    assert.match(text, /\tdocker buildx bake --set "\*\.platform=\$\(MULTIARCH_PLATFORMS\)" --push all\n/);
  });

  it('keep the line ends and the recipe prefix of the file', () => {
    const crlf = makefileOf('all:\r\n\ttrue\r\n', plain);
    assert.doesNotMatch(crlf, /[^\r]\n/);
    assert.equal(makefileOf(crlf, plain), crlf);
    assert.match(makefileOf('.RECIPEPREFIX = >\nall:\n> true\n', plain), /\n>docker buildx build /);
  });

  it('are refused where a target of that name is the user’s own, or a mark is missing', () => {
    assert.deepEqual(withMakeTargets('x docker-build: y\n\ttrue\ndocker-build-local ::\n', plain), {
      problem: { code: 'namesTaken', names: ['docker-build', 'docker-build-local'] },
    });
    assert.deepEqual(withMakeTargets('# >>> multi-arch builds >>>\n', plain), { problem: { code: 'marks' } });
    assert.ok('text' in withMakeTargets('docker-build := x\nDOCKER = docker-build:\n\tdocker-build: y\n', plain));
  });
});
