import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import { linkedTargets, pushes } from '../../../../src/domain/policy/bakeDefinition.ts';
import { bakeDefinition } from '../../../../src/tools/buildx/bakeDefinition.ts';
import { parseMetadata } from '../../../../src/tools/buildx/metadata.ts';
import { atLeast, buildxVersion } from '../../../../src/tools/buildx/version.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const fixture = (version: string, name: string) =>
  new URL(`../../../fixtures/buildx/${version}/${name}.json`, import.meta.url);

for (const version of ['0.13.1', '0.29.1', '0.38.2']) {
  describe(`what buildx ${version} leaves`, () => {
    const metadata = (name: string, kind: 'build' | 'bake') =>
      parseMetadata(readFileSync(fixture(version, `${name}.metadata`), 'utf8'), kind);

    it('its version', () => {
      const parsed = buildxVersion('docker').parse(readRecording(fixture(version, 'version')));
      assert.ok(parsed?.text.startsWith(version));
      assert.deepEqual([atLeast(parsed, 0, 13), atLeast(parsed, 1, 0)], [true, false]);
    });

    it('the digest and names of a push', () => {
      const [only, ...more] = metadata('build/two-platforms-push', 'build');
      assert.match(only?.digest ?? '', /^sha256:[0-9a-f]{64}$/);
      assert.equal(only?.names.length, 1);
      assert.deepEqual(more, []);
      assert.equal(metadata('build/two-tags-push', 'build')[0]?.names.length, 2);
    });

    it('one result for each bake target', () => {
      const results = metadata('bake/two-targets-push', 'bake');
      assert.equal(results.length, 2);
      assert.ok(
        results.every(
          ({ target, digest, names }) => target !== undefined && digest !== undefined && names.length === 1,
        ),
      );
    });

    it('the targets of a bake file', () => {
      const plan = planBuild({ bakeTargets: ['default'] }, { directory: '/workspace', platforms: [] });
      assert.ok(plan.ok);
      const { targets } = bakeDefinition('docker', plan.value).parse(readRecording(fixture(version, 'bake/print')));
      assert.ok(targets.size >= 2);
      assert.ok([...targets.values()].every(({ context, dockerfile }) => context !== '' && dockerfile !== ''));
    });

    it('which targets of a bake file were asked for, and which are only built for others', () => {
      const plan = planBuild({ bakeTargets: ['g'] }, { directory: '/workspace', platforms: [] });
      assert.ok(plan.ok);
      const recording = readRecording(fixture(version, 'bake/print-linked'));
      const { targets, members } = bakeDefinition('docker', plan.value).parse(recording);
      assert.deepEqual([...members].sort(), ['app', 'files', 'inline', 'm-1', 'm-2']);
      assert.deepEqual([...linkedTargets(targets)], ['base']);
      const { args, stage, context, inline, platforms } = targets.get('app') ?? {};
      assert.deepEqual(
        [args, stage, context, inline, platforms],
        [{ HOST: 'linux/amd64' }, 'build', 'b', undefined, ['local']],
      );
      assert.equal(targets.get('inline')?.inline, 'FROM scratch');
      assert.deepEqual(
        [...targets]
          .filter(([, { outputs }]) => outputs.some(pushes))
          .map(([name]) => name)
          .sort(),
        ['app', 'inline', 'm-1', 'm-2'],
      );
    });
  });
}

describe('a metadata file', () => {
  it('of a push over several nodes has the digest alone', () => {
    assert.deepEqual(parseMetadata('{"containerimage.digest":"sha256:aa"}', 'build'), [
      { digest: 'sha256:aa', names: [] },
    ]);
  });

  it('that is none means no result', () => {
    assert.deepEqual(
      [parseMetadata('', 'build'), parseMetadata('[]', 'bake'), parseMetadata('{', 'build')],
      [[], [], []],
    );
  });
});
