import assert from 'node:assert/strict';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BakeSource } from '../../../../src/domain/sources/buildSource.ts';
import { describedBy, namedPlatforms } from '../../../../src/domain/sources/described.ts';
import { bakeDefinition } from '../../../../src/tools/buildx/bakeDefinition.ts';

function printed(target: object, targets: readonly string[]) {
  const plan = planBuild({ bakeTargets: ['default'] }, { directory: '/workspace', platforms: [] });
  assert.ok(plan.ok);
  const stdout = JSON.stringify({ group: { default: { targets } }, target });
  return bakeDefinition('docker', plan.value).parse({ stdout, stderr: '', exitCode: 0 });
}

describe('a source that bake was asked about', () => {
  const bake: BakeSource = {
    kind: 'bake',
    directory: '.',
    files: ['docker-bake.hcl'],
    target: 'default',
    several: true,
    tags: ['guess'],
    platforms: [],
    unknown: ['tags', 'platforms'],
  };

  it('has what its members have, without those that they are made of, and leaves nothing unknown', () => {
    const targets = {
      app: { tags: ['r/app:1'], platforms: ['linux/arm64'], contexts: { base: 'target:base' } },
      base: { tags: ['r/base:1'], platforms: ['linux/s390x'] },
    };
    const { unknown, ...rest } = bake;
    assert.deepEqual(unknown, ['tags', 'platforms']);
    assert.deepEqual(describedBy(bake, printed(targets, ['app'])), {
      ...rest,
      several: false,
      tags: ['r/app:1'],
      platforms: ['linux/arm64'],
    });
    const both = describedBy(bake, printed(targets, ['app', 'base']));
    assert.deepEqual(both.kind === 'bake' && [both.several, both.tags], [true, ['r/app:1', 'r/base:1']]);
  });

  it('asks for no platform that only a builder can name', () => {
    assert.deepEqual(namedPlatforms(['local', 'linux/arm64']), []);
    assert.deepEqual(namedPlatforms(['linux/arm64']), ['linux/arm64']);
  });
});
