import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { planBuild, type RequestProblem } from '../../../src/domain/build/planBuild.ts';
import type { BuildPlan } from '../../../src/domain/build/plan.ts';
import { carriesSecrets } from '../../../src/domain/build/planSecrets.ts';
import { buildCommand } from '../../../src/tools/buildx/build.ts';

/** A request of a task or of another extension, and what its command line must and must not contain. */
interface Case {
  readonly name: string;
  readonly request: object;
  readonly platform?: string;
  readonly hasArg?: string;
  readonly last?: string;
  readonly contains?: readonly string[];
  readonly lacksPrefix?: string;
}

const cases = JSON.parse(readFileSync(new URL('../../fixtures/plan.json', import.meta.url), 'utf8')) as readonly Case[];
const directory = '/workspace';

function planOf(request: object, listed: readonly string[] = []): BuildPlan {
  const plan = planBuild(request, { directory, platforms: ['linux/amd64'], listed });
  assert.ok(plan.ok, JSON.stringify(plan));
  return plan.value;
}

function problemsOf(request: object): readonly RequestProblem[] {
  const plan = planBuild(request, { directory, platforms: ['linux/amd64'] });
  return plan.ok ? [] : plan.problem;
}

const argsOf = (request: object) => buildCommand('docker', planOf(request)).args;

describe('requests of users', () => {
  for (const { name, request, platform, hasArg, last, contains = [], lacksPrefix } of cases) {
    it(name, () => {
      const plan = planOf(request);
      const { args } = buildCommand('docker', plan);
      assert.equal(platform === undefined ? undefined : args[args.indexOf('--platform') + 1], platform);
      assert.ok(hasArg === undefined || args.includes(hasArg));
      assert.ok(last === undefined || args.at(-1) === last);
      assert.deepEqual(
        contains.filter((word) => !args.includes(word)),
        [],
      );
      assert.ok(lacksPrefix === undefined || !args.some((word) => word.startsWith(lacksPrefix)));
    });
  }

  it('hand the password of a proxy over on standard input', () => {
    const proxy = `http://user:${['wo', 'rd'].join('')}@proxy.example.com:3128`;
    assert.ok(carriesSecrets(planOf({ buildArgs: { HTTPS_PROXY: proxy } })));
  });

  it('are for the version of Windows that they name', () => {
    const args = argsOf({ platforms: ['windows(10.0.20348)/amd64', 'windows(10.0.17763)/amd64'] });
    assert.equal(args[args.indexOf('--platform') + 1], 'windows(10.0.20348)/amd64,windows(10.0.17763)/amd64');
  });

  it('are refused with the platform that was meant, unless the builder makes the one that is written', () => {
    for (const [written, suggestion] of [
      ['lunix/amd64', 'linux/amd64'],
      ['linux/amd46', 'linux/amd64'],
      ['linux/arm64/v80', 'linux/arm64'],
      ['amd46', 'linux/amd64'],
    ] as const) {
      assert.deepEqual(problemsOf({ platforms: [written] }), [
        { part: 'platforms', value: written, problem: { code: 'unknown', part: written, suggestion } },
      ]);
    }
    assert.equal(planOf({ platforms: ['linux/amd46'] }, ['linux/amd46']).platforms.length, 1);
    for (const platform of ['linux/arm/v8', 'linux/amd64/v4', 'wasi/wasm32', 'my-os/my-processor']) {
      assert.deepEqual(problemsOf({ platforms: [platform] }), [], platform);
    }
  });

  it('take numbers and switches for build arguments, and nothing else that is no text', () => {
    const { buildArgs } = planOf({ buildArgs: { VERSION: 3, RATIO: 1.5, DEBUG: true, NAME: 'x' } });
    assert.deepEqual(buildArgs, { VERSION: '3', RATIO: '1.5', DEBUG: 'true', NAME: 'x' });
    for (const value of [null, [], {}, NaN, Infinity, 'a\0b']) {
      assert.deepEqual(problemsOf({ buildArgs: { A: value } }), [
        { part: 'shape', property: 'buildArgs', expected: 'map' },
      ]);
    }
    assert.equal(problemsOf({ buildContexts: { a: 1 } }).length, 1);
  });

  it('name bake files of this machine, and no standard input', () => {
    for (const file of ['https://example.com/docker-bake.hcl', 'git@example.com:x/y.git', 'ssh://git@example.com/x']) {
      assert.deepEqual(problemsOf({ bakeFiles: [file] }), [{ part: 'bakeFiles', value: file }]);
    }
    const files = (request: object) => planOf(request).bakeFiles;
    assert.deepEqual(files({ bakeFiles: ['-', 'cwd://ci/a.hcl', 'http.hcl'] }), ['./-', 'cwd://ci/a.hcl', 'http.hcl']);
    assert.deepEqual(files({ context: 'ci', bakeFiles: ['cwd://ci/a.hcl'] }), ['cwd://a.hcl']);
  });
});
