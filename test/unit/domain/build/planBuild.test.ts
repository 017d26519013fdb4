import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import { clientPlatform, formatPlatform, specifyPlatform } from '../../../../src/domain/platform.ts';

const defaults = { directory: path.resolve('/workspace'), platforms: ['linux/amd64'] };
const problems = (request: unknown) => {
  const plan = planBuild(request, defaults);
  return plan.ok ? [] : plan.problem;
};

describe('planBuild', () => {
  it('fills in what a request leaves open', () => {
    const plan = planBuild({}, { ...defaults, builder: 'mine' });
    assert.ok(plan.ok);
    const { kind, output, context, builder, platforms } = plan.value;
    assert.deepEqual(
      [kind, output, context, builder, platforms.map(formatPlatform)],
      ['build', 'cache', '.', 'mine', ['linux/amd64']],
    );
  });

  it('pushes what has a name, unless it says otherwise', () => {
    const plan = planBuild({ tags: [' r.io/a:1 '] }, defaults);
    assert.ok(plan.ok);
    assert.deepEqual([plan.value.output, plan.value.tags], ['push', ['r.io/a:1']]);
  });

  it('attack: another extension changes what it asked for after that was checked, or while it is', () => {
    const allow = ['fs.read=a'];
    const buildArgs: Record<string, string> = { A: '1' };
    const plan = planBuild({ bakeFiles: ['docker-bake.hcl'], allow, buildArgs }, defaults);
    allow.push('fs=*');
    buildArgs['no name'] = '2';
    assert.ok(plan.ok);
    assert.deepEqual([plan.value.allow, plan.value.buildArgs], [['fs.read=a'], { A: '1' }]);
    // empty at the time of the check
    let looks = 0;
    const growing = new Proxy([], {
      get: (list, key) => (key === 'length' ? (looks += 1) - 1 : (Reflect.get(list, key) as unknown)),
    });
    assert.deepEqual(problems({ tags: new Array<string>(2) }), [{ part: 'shape', property: 'tags', expected: 'list' }]);
    const grown = planBuild({ extraArgs: growing }, defaults);
    assert.ok(!grown.ok || grown.value.extraArgs.every((argument) => typeof argument === 'string'));
  });

  it('normalises platforms and counts each once', () => {
    const plan = planBuild({ platforms: ['linux/aarch64', 'arm64, amd64', 'linux/arm64/v8'] }, defaults);
    assert.ok(plan.ok);
    assert.deepEqual(plan.value.platforms.map(formatPlatform), ['linux/arm64', 'linux/amd64']);
  });

  it('takes “local” for the machine that buildx runs on, as buildx does', () => {
    const plan = (platforms: readonly string[], machine: { platform: string; arch: string }) =>
      planBuild({ platforms, bakeTargets: ['app'] }, { ...defaults, client: clientPlatform(machine) });
    const read = (...given: Parameters<typeof plan>) => {
      const { ok, ...rest } = plan(...given);
      return ok && 'value' in rest ? rest.value.platforms.map(formatPlatform) : [];
    };
    assert.deepEqual(read(['LOCAL', 'linux/amd64'], { platform: 'linux', arch: 'x64' }), ['linux/amd64']);
    assert.deepEqual(read(['local'], { platform: 'darwin', arch: 'arm64' }), ['darwin/arm64']);
    assert.deepEqual(read(['local'], { platform: 'win32', arch: 'x64' }), ['windows/amd64']);
    // a single word is for containers, which run on Linux
    assert.deepEqual(read(['arm64'], { platform: 'darwin', arch: 'arm64' }), ['linux/arm64']);
    assert.deepEqual(
      problems({ platforms: ['local'] }).map(({ part }) => part),
      ['platforms'],
    );
  });

  it('keeps versions of Windows apart', () => {
    const plan = planBuild({ platforms: ['windows(10.0.17763)/amd64', 'windows(10.0.20348.2527)/amd64'] }, defaults);
    assert.ok(plan.ok);
    assert.deepEqual(plan.value.platforms.map(specifyPlatform), [
      'windows(10.0.17763)/amd64',
      'windows(10.0.20348.2527)/amd64',
    ]);
  });

  it('tells every problem, with the value that is wrong', () => {
    const found = problems({
      platforms: ['amd46'],
      tags: ['R.io/App', 'a@sha256:' + '0'.repeat(64)],
      builder: '-x',
      buildArgs: { 'a b': '' },
    });
    assert.deepEqual(
      found.map(({ part }) => part),
      ['platforms', 'image', 'image', 'builder', 'buildArgs'],
    );
  });

  it('needs a name for a push', () => {
    assert.deepEqual(problems({ output: 'push' }), [{ part: 'image', code: 'tagNeeded' }]);
  });

  it('leaves names and platforms to a bake file', () => {
    const plan = planBuild({ bakeFiles: ['docker-bake.hcl'], output: 'push' }, defaults);
    assert.ok(plan.ok);
    assert.deepEqual([plan.value.kind, plan.value.platforms, plan.value.tags], ['bake', [], []]);
  });

  it('attack: a definition from elsewhere is another one when it is built than when it was looked at', () => {
    const address = 'https://git.example.com/a/b.git#main';
    const refused = [{ part: 'bakeFiles', value: address }];
    assert.deepEqual(problems({ bakeFiles: [address] }), refused);
    assert.deepEqual(problems({ bakeTargets: [address, 'app'] }), refused);
    assert.deepEqual(problems({ bakeTargets: [], extraArgs: ['--no-cache', address] }), refused);
    assert.deepEqual(problems({ bakeTargets: [], extraArgs: ['--', address] }), refused);
    for (const value of ['github.com/a/b', 'git@github.com:a/b.git', 'ssh://git@host/a/b', 'git://host/a']) {
      assert.deepEqual(problems({ bakeTargets: [value] }), [{ part: 'bakeFiles', value }]);
    }
    const local = { bakeFiles: ['ci/docker-bake.hcl', 'cwd://app.hcl'], bakeTargets: ['app'] };
    assert.deepEqual(problems({ ...local, extraArgs: ['--set', `app.contexts.base=${address}`] }), []);
    assert.deepEqual(problems({ context: address }), [], 'the context of a Dockerfile may be one');
  });

  it('names a property of the wrong kind', () => {
    assert.deepEqual(problems({ platforms: 'linux/amd64', output: 'away', buildArgs: [] }), [
      { part: 'shape', property: 'platforms', expected: 'list' },
      { part: 'shape', property: 'output', expected: 'output' },
      { part: 'shape', property: 'buildArgs', expected: 'map' },
    ]);
  });

  it('takes anything without throwing', () => {
    fc.assert(fc.property(fc.anything(), (request) => typeof planBuild(request, defaults).ok === 'boolean'));
    const loose = fc.record({
      tags: fc.array(fc.string()),
      platforms: fc.array(fc.string()),
      builder: fc.string(),
      context: fc.string(),
    });
    fc.assert(fc.property(loose, (request) => typeof planBuild(request, defaults).ok === 'boolean'));
  });
});
