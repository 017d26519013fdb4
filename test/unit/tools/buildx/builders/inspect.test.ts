import assert from 'node:assert/strict';
import { formatPlatform } from '../../../../../src/domain/platform.ts';
import { inspectBuilder } from '../../../../../src/tools/buildx/builders/inspect.ts';
import { readRecording } from '../../../../support/recordedFailure.ts';

const versions = ['0.13.1', '0.29.1', '0.38.2'];
const parse = (version: string, name: string) =>
  inspectBuilder('docker').parse(
    readRecording(new URL(`../../../../fixtures/buildx/${version}/inspect/${name}.json`, import.meta.url)),
  );

describe('buildx inspect', () => {
  it('asks for one builder by name, which can be no flag', () => {
    assert.deepEqual(inspectBuilder('docker', '--help', true).args, [
      'buildx',
      'inspect',
      '--bootstrap',
      '--',
      '--help',
    ]);
    assert.deepEqual(inspectBuilder('docker').args, ['buildx', 'inspect']);
  });

  for (const version of versions) {
    describe(`of ${version}`, () => {
      it('reads the docker driver with its platforms, native first, and its labels', () => {
        const builder = parse(version, 'current');
        assert.deepEqual([builder.name, builder.driver, builder.nodes.length], ['default', 'docker', 1]);
        const [node] = builder.nodes;
        assert.equal(node?.status, 'running');
        assert.deepEqual(node.platforms.map(({ platform }) => formatPlatform(platform)).slice(0, 2), [
          'linux/amd64',
          'linux/amd64/v2',
        ]);
        assert.ok(node.platforms.some(({ platform }) => formatPlatform(platform) === 'linux/arm64'));
        assert.equal(node.labels['org.mobyproject.buildkit.worker.snapshotter'], 'overlayfs');
      });

      it('sees no snapshotter with the classic image store', () => {
        const labels = parse(version, 'current-classic').nodes[0]?.labels ?? {};
        assert.equal(labels['org.mobyproject.buildkit.worker.snapshotter'], undefined);
      });

      it('reads pinned platforms of several nodes', () => {
        const builder = parse(version, 'remote-two-pinned-nodes');
        assert.deepEqual(
          builder.nodes.map(({ name, platforms }) => [
            name,
            platforms.map(({ platform, pinned }) => `${formatPlatform(platform)} ${pinned}`),
          ]),
          [
            ['farm0', ['linux/amd64 true']],
            ['farm1', ['linux/arm64 true', 'linux/arm/v7 true']],
          ],
        );
      });

      it('knows no platform of a node that does not run', () => {
        const [node] = parse(version, 'docker-container-inactive').nodes;
        assert.deepEqual([node?.status, node?.platforms], ['inactive', []]);
      });

      it('keeps the error of a builder that could not be loaded', () => {
        const builder = parse(version, 'engine-down');
        assert.match(builder.error ?? builder.nodes[0]?.error ?? '', /connect to the docker (daemon|API)/i);
      });
    });
  }
});

describe('inspect, attacked', () => {
  it('attack: blanks are walked back and forth', () => {
    const blanks = ' \t'.repeat(150_000);
    const text = [
      `Name: a${blanks}x`,
      `Driver:${blanks}`,
      '',
      'Nodes:',
      'Name: n',
      'Labels:',
      ` one:${blanks}x`,
      ' '.repeat(300_000),
      ' two: 2',
    ].join('\n');
    const builder = inspectBuilder('docker').parse({ stdout: text, stderr: '', exitCode: 0 });
    assert.equal(builder.name.length, 300_002);
    assert.equal(builder.driver, '');
    assert.deepEqual(Object.keys(builder.nodes[0]?.labels ?? {}), ['one', 'two']);
    const lines = inspectBuilder('docker').parse({
      stdout: `Name: a\nNodes:\nName: n\n${'\r'.repeat(300_000)}`,
    } as never);
    assert.equal(lines.nodes.length, 1);
  });
});
