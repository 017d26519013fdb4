import assert from 'node:assert/strict';
import { formatPlatform } from '../../../../../src/domain/platform.ts';
import { listBuilders } from '../../../../../src/tools/buildx/builders/list.ts';
import { readRecording } from '../../../../support/recordedFailure.ts';

const { args, parse } = listBuilders('docker');
const recorded = (version: string, name: string) =>
  parse(readRecording(new URL(`../../../../fixtures/buildx/${version}/${name}.json`, import.meta.url)));
const printed = (stdout: string) => parse({ stdout, stderr: '', exitCode: 0 });

describe('buildx ls', () => {
  it('is what was recorded', () => {
    const recording = new URL('../../../../fixtures/buildx/0.29.1/ls-many.json', import.meta.url);
    assert.deepEqual(args, readRecording(recording).args);
  });

  for (const version of ['0.13.1', '0.29.1', '0.38.2']) {
    describe(`of ${version}`, () => {
      it('reads each builder once, with all its nodes', () => {
        const builders = recorded(version, 'ls-many');
        assert.deepEqual(
          builders.map(({ name, driver, nodes }) => [name, driver, nodes.map(({ status }) => status)]),
          [
            ['away', 'remote', ['inactive']],
            ['farm', 'remote', ['inactive', 'inactive']],
            ['idle', 'docker-container', ['inactive']],
            ['default', 'docker', ['running']],
          ],
        );
        const [away, farm, idle, standard] = builders;
        assert.deepEqual(
          farm?.nodes.map(({ name, endpoint, platforms }) => [
            name,
            endpoint,
            ...platforms.map(({ platform, pinned }) => `${formatPlatform(platform)} ${pinned}`),
          ]),
          [
            ['farm0', 'tcp://node-amd64.test:1234', 'linux/amd64 false'],
            ['farm1', 'tcp://node-arm64.test:1234', 'linux/arm64 false', 'linux/arm/v7 false'],
          ],
        );
        assert.deepEqual(idle?.nodes[0]?.options, { network: 'host' });
        assert.deepEqual(idle.nodes[0].flags, ['--allow-insecure-entitlement=network.host']);
        assert.match(away?.lastActivity ?? '', /^2026-11-23T/);
        assert.equal(standard?.lastActivity, undefined, 'never');
        assert.deepEqual(
          [away?.current, standard?.current],
          version === '0.13.1' ? [undefined, undefined] : [false, true],
        );
      });

      it('reads platforms, native first, version and labels of one that runs', () => {
        const [node] = recorded(version, 'ls')[0]?.nodes ?? [];
        assert.deepEqual(node?.platforms.map(({ platform }) => formatPlatform(platform)).slice(0, 2), [
          'linux/amd64',
          'linux/amd64/v2',
        ]);
        assert.ok(node.platforms.some(({ platform }) => formatPlatform(platform) === 'linux/arm64'));
        assert.equal(node.version, 'v0.0.0+unknown');
        assert.equal(node.labels['org.mobyproject.buildkit.worker.snapshotter'], 'overlayfs');
      });

      it('gives the error of an engine that is down, and no node without a name', () => {
        const [standard, ...more] = recorded(version, 'ls-engine-down');
        assert.deepEqual([standard?.name, standard?.driver, standard?.nodes, more], ['default', '', [], []]);
        assert.match(standard?.error ?? '', /docker daemon|docker API/i);
      });
    });
  }

  it('reads forty builders with three nodes each', () => {
    const builders = recorded('0.29.1', 'ls-forty');
    const farms = builders.filter(({ name }) => /^farm\d\d$/.test(name));
    assert.deepEqual([farms.length, farms.flatMap(({ nodes }) => nodes).length], [40, 120]);
  });

  it('passes over what is no builder, and no node', () => {
    const lines = ['', 'words', '[]', 'null', '{"Name":7}', '{"Name":""}', '{"Name":"a","Nodes":[7,{"Name":"b"}]}'];
    assert.deepEqual(printed(lines.join('\n')), [
      { name: 'a', driver: '', nodes: [{ name: 'b', endpoint: '', status: 'unknown', platforms: [], labels: {} }] },
    ]);
  });
});
