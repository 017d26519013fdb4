import assert from 'node:assert/strict';
import path from 'node:path';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { stayHere, targetsThatLeave } from '../../../../src/domain/policy/stayHere.ts';
import { buildCommand } from '../../../../src/tools/buildx/build.ts';
import { bakeDefinition } from '../../../../src/tools/buildx/bakeDefinition.ts';

const directory = path.resolve('/workspace');
const planOf = (request: BuildRequest) => {
  const plan = planBuild(request, { directory, platforms: ['linux/amd64'] });
  assert.ok(plan.ok, JSON.stringify(plan));
  return plan.value;
};
const command = (request: BuildRequest) => buildCommand('docker', stayHere(planOf(request)).plan).args.join(' ');

describe('a build that does not push', () => {
  for (const output of ['load', 'oci', 'cache'] as const) {
    it(`attack: the cache of the last build is sent to a registry with output ${output}`, () => {
      const request = { output, tags: ['r.io/app:1'], cacheTo: ['type=registry,ref=r.io/c', 'type=local,dest=c'] };
      const { left } = stayHere(planOf(request));
      assert.deepEqual(left, ['--cache-to type=registry']);
      assert.ok(!command(request).includes('r.io/c'));
      assert.ok(command(request).includes('--cache-to type=local,dest=c'));
    });

    it(`attack: a bake file pushes by its own output with output ${output}`, () => {
      const line = command({ output, bakeTargets: ['app'], tags: ['r.io/app:1'], cacheTo: ['type=local,dest=c'] });
      assert.match(line, /--set \*\.output=type=(?:docker|oci|cacheonly)/);
      assert.match(line, /--set \*\.cache-to= .*--set app\.cache-to=type=local,dest=c/);
      assert.ok(!/--load|--push/.test(line), line);
    });
  }

  it('tells of what is left out, without secrets', () => {
    const { left } = stayHere(
      planOf({ output: 'cache', cacheTo: ['type=s3,bucket=hidden'], extraArgs: ['--push', '--no-cache'] }),
    );
    assert.deepEqual(left, ['--cache-to type=s3', '--push']);
    const secret = stayHere(planOf({ output: 'cache', cacheTo: ['type=s3,secret_access_key=hidden'] }));
    assert.deepEqual(secret.left, ['--cache-to type=s3']);
  });

  it('is left alone where there is nothing to leave out', () => {
    const plan = planOf({ output: 'load', extraArgs: ['--no-cache'] });
    assert.equal(stayHere(plan).plan, plan);
    const push = planOf({ output: 'push', tags: ['r.io/app:1'], cacheTo: ['type=gha'] });
    assert.equal(stayHere(push).plan, push);
  });
});

describe('targets that leave this machine', () => {
  it('are found in what bake prints, old and new', () => {
    const print = (target: object) =>
      bakeDefinition('docker', planOf({ bakeTargets: ['app'] })).parse({
        stdout: JSON.stringify({ target }),
        stderr: '',
        exitCode: 0,
      });
    const definition = print({
      old: { output: ['type=registry'] },
      named: { output: [{ type: 'image', push: 'true' }] },
      cache: { 'cache-to': ['user/app:cache'] },
      here: { output: ['out', { type: 'docker' }], 'cache-to': [{ type: 'inline' }] },
    });
    assert.deepEqual(targetsThatLeave(definition), ['old', 'named', 'cache']);
  });
});
