import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildPlan } from '../../../../src/domain/build/plan.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { createDockerfiles } from '../../../../src/services/builds/dockerfiles.ts';
import { bakeDefinition } from '../../../../src/tools/buildx/bakeDefinition.ts';

describe('the Dockerfiles of a build', () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'dockerfiles-')));
    await mkdir(path.join(folder, 'a'));
    await writeFile(path.join(folder, 'a', 'Dockerfile'), 'ARG HOST\nFROM --platform=$HOST a AS build\nFROM scratch');
    await writeFile(path.join(folder, 'Dockerfile'), 'FROM a AS build\nFROM scratch');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const files = createDockerfiles();
  const planOf = (request: BuildRequest): BuildPlan => {
    const plan = planBuild(request, { directory: folder, platforms: ['linux/arm64'] });
    assert.ok(plan.ok, JSON.stringify(plan));
    return plan.value;
  };
  const bake = (target: object) => {
    const plan = planOf({ bakeTargets: ['default'] });
    const stdout = JSON.stringify({ target });
    return { plan, definition: bakeDefinition('docker', plan).parse({ stdout, stderr: '', exitCode: 0 }) };
  };

  it('are found by the folder of their target, and not by their last part', async () => {
    const { plan, definition } = bake({
      a: { context: 'a' },
      b: { context: 'b' },
      c: { context: 'c', dockerfile: '../docker/c.Dockerfile' },
      d: { context: 'd', dockerfile: 'cwd://ci/d.Dockerfile' },
      i: { context: 'a', 'dockerfile-inline': 'FROM scratch' },
    });
    const locate = (name: string, target?: string) => files.locate(plan, { name, target, quoted: [] }, definition);
    assert.deepEqual(
      await Promise.all([
        locate('Dockerfile', 'a'),
        locate('Dockerfile', 'b'),
        locate('c.Dockerfile', 'c'),
        locate('d.Dockerfile'),
      ]),
      ['a/Dockerfile', 'b/Dockerfile', 'docker/c.Dockerfile', 'ci/d.Dockerfile'].map((file) => path.normalize(file)),
    );
    assert.equal(await locate('Dockerfile', 'i'), undefined, 'what stands in the definition is no file');
    assert.equal(await locate('Dockerfile'), undefined, 'it may be that of a or of b');
    assert.equal(await locate('../other', 'a'), 'other');
  });

  it('are one where all targets have the same, and none where it stands in the definition', async () => {
    const same = bake({ a: { context: 'a' }, b: { context: 'a', target: 'x' } });
    const place = { name: 'Dockerfile', quoted: [] };
    assert.equal(await files.locate(same.plan, place, same.definition), path.normalize('a/Dockerfile'));
    const inline = bake({ i: { context: '.', 'dockerfile-inline': 'FROM scratch' } });
    assert.equal(await files.locate(inline.plan, place, inline.definition), undefined);
  });

  it('are told apart by the quoted lines where a message names the target that depends on them', async () => {
    const inline = 'FROM scratch\nCOPY x /\nRUN made';
    const { plan, definition } = bake({
      page: { context: '.', contexts: { base: 'target:a', notes: 'target:i' } },
      a: { context: 'a', contexts: { more: 'target:page' } },
      i: { context: 'i', 'dockerfile-inline': inline },
      other: { context: 'other' },
    });
    const locate = (...lines: [line: number, text: string][]) =>
      files.locate(
        plan,
        { name: 'Dockerfile', target: 'page', quoted: lines.map(([line, text]) => ({ line, text })) },
        definition,
      );
    assert.equal(await locate([1, 'FROM a AS build']), 'Dockerfile');
    assert.equal(
      await locate([1, 'ARG HOST'], [2, '  FROM --platform=$HOST a AS build\r']),
      path.normalize('a/Dockerfile'),
    );
    assert.equal(await locate([3, 'RUN made']), undefined, 'what stands in the definition is no file');
    assert.equal(await locate([2, 'FROM scratch'], [3, 'RUN changed since']), undefined);
    assert.equal(await locate(), undefined, 'nothing tells them apart');
  });

  it('say which stages are native, for each target with its own arguments', async () => {
    const amd64 = [{ os: 'linux', architecture: 'amd64' }];
    const stages = (target: object) => {
      const { plan, definition } = bake(target);
      return files.nativeStages(plan, definition, amd64);
    };
    const args = { HOST: 'linux/amd64' };
    const inline = 'FROM --platform=$BUILDPLATFORM a AS one\nFROM scratch';
    assert.deepEqual(await stages({ a: { context: 'a', args } }), ['build']);
    assert.deepEqual(
      await stages({
        a: { context: 'a', args },
        b: { context: 'a' },
        c: {},
        i: { 'dockerfile-inline': inline },
        n: { context: 'no' },
      }),
      ['a build', 'i one'],
    );
    const build = planOf({ context: 'a', buildArgs: args });
    assert.deepEqual(await files.nativeStages(build, undefined, amd64), ['build']);
  });
});
