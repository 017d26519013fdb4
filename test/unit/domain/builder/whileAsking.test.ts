import assert from 'node:assert/strict';
import { formatPlatform } from '../../../../src/domain/platform.ts';
import { howOn, type Builder } from '../../../../src/domain/builder/builder.ts';
import { whileAsking } from '../../../../src/domain/builder/whileAsking.ts';
import { farm } from '../../builders.ts';

const shown = (builders: readonly Builder[]) =>
  builders.flatMap(({ nodes }) =>
    nodes.map((node) => `${node.status}: ${node.platforms.map(({ platform }) => formatPlatform(platform)).join(' ')}`),
  );

describe('builders that are asked again', () => {
  it('are known as far as they said the last time', () => {
    const before = [farm('linux/amd64* linux/arm64', 'linux/arm64', 'inactive linux/arm64*')];
    const again = whileAsking([farm('asking linux/amd64*', 'linux/arm64 linux/s390x', 'asking linux/arm64*')], before);
    assert.deepEqual(shown(again), [
      'asking: linux/amd64 linux/arm64',
      'running: linux/arm64 linux/s390x',
      'asking: linux/arm64',
    ]);
    const how = again[0]!.nodes.map((node) =>
      ['amd64', 'arm64', 's390x'].map((architecture) => howOn(node, { os: 'linux', architecture })),
    );
    assert.deepEqual(how, [
      ['native', 'emulated', 'unsupported'],
      ['unsupported', 'native', 'emulated'],
      ['unknown', 'native', 'unknown'],
    ]);
    // and again, after a missing answer
    assert.deepEqual(shown(whileAsking([farm('asking linux/amd64*')], again)), ['asking: linux/amd64 linux/arm64']);
  });

  it('are not known by what others said, or before they were changed', () => {
    const asking = farm('asking');
    for (const before of [
      { ...farm('linux/amd64'), name: 'other' },
      { ...farm('linux/amd64'), driver: 'docker-container' },
      { ...farm('linux/amd64'), nodes: farm('inactive', 'linux/amd64').nodes },
      farm('linux/amd64* linux/arm64'),
    ]) {
      assert.deepEqual(whileAsking([asking], [before]), [asking]);
    }
  });
});
