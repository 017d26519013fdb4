import assert from 'node:assert/strict';
import { publishBuilder, publishCluster, publishReport } from '../../../../src/vscode/api/publish.ts';
import type { BuildReport } from '../../../../src/domain/build/report.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import { group } from '../../../support/sampleClusters.ts';
import { farm } from '../../builders.ts';

/** Plain data does not change on its way to another extension. */
const isData = (published: object) => {
  assert.deepEqual(JSON.parse(JSON.stringify(published)), published);
};

describe('what other extensions see', () => {
  it('is a builder with the platforms that its nodes make', () => {
    const published = publishBuilder({ ...farm('linux/amd64 linux/arm64-', 'linux/arm64*'), current: true });
    isData(published);
    assert.deepEqual([published.name, published.driver, published.current], ['farm', 'remote', true]);
    assert.ok(!('error' in published));
    assert.deepEqual(
      published.nodes.map(({ name, endpoint, status, platforms }) => ({ name, endpoint, status, platforms })),
      [
        {
          name: 'farm0',
          endpoint: 'tcp://farm0.example.com:1234',
          status: 'running',
          platforms: [{ platform: 'linux/amd64', how: 'native', pinned: false }],
        },
        {
          name: 'farm1',
          endpoint: 'tcp://farm1.example.com:1234',
          status: 'running',
          platforms: [{ platform: 'linux/arm64', how: 'native', pinned: true }],
        },
      ],
    );
  });

  it('is why a builder or its node cannot be used', () => {
    const [node] = farm('linux/amd64').nodes;
    assert.ok(node);
    const down = { ...node, status: 'error', error: 'no route to host', version: 'v0.29.0' };
    const published = publishBuilder({ ...farm(), nodes: [down], error: 'not loaded' });
    assert.equal(published.error, 'not loaded');
    assert.deepEqual([published.nodes[0]?.error, published.nodes[0]?.version], ['no route to host', 'v0.29.0']);
    assert.equal(publishBuilder({ ...farm(), damagedFile: 'instances/farm' }).error, 'instances/farm cannot be read');
  });

  it('is a cluster with its nodes by platform, or why it could not be read', () => {
    const published = publishCluster({
      context: 'prod',
      state: 'read',
      local: false,
      groups: [group('linux/arm64', 2, { eligible: 1, taints: ['gpu'] })],
    });
    isData(published);
    assert.deepEqual(published, {
      context: 'prod',
      state: 'read',
      local: false,
      groups: [{ platform: 'linux/arm64', nodes: 2, eligible: 1, taints: ['gpu'] }],
    });
    const failed = publishCluster({
      context: 'prod',
      state: 'unreachable',
      local: false,
      groups: [],
      problem: diagnosisOf('clusterUnreachable', { context: 'prod' }),
    });
    assert.match(failed.error ?? '', /prod/);
  });

  it('is a build; its failure by code, with the words that a person reads and the names of what can be done', () => {
    const report: BuildReport = {
      ok: true,
      command: ['docker', 'buildx', 'build'],
      verified: true,
      images: [],
      platforms: [],
      missing: [],
      ms: 1,
      warnings: [],
    };
    assert.deepEqual(publishReport(report), report);
    const failure = { ...diagnosisOf('dockerNotFound'), location: { file: 'Dockerfile', line: 3 } };
    const published = publishReport({ ...report, ok: false, failure });
    isData(published);
    assert.deepEqual(
      [published.failure?.code, published.failure?.line, published.failure?.remedies],
      ['dockerNotFound', 3, failure.remedies.map(({ id }) => id)],
    );
    assert.match(published.failure?.message ?? '', /^Docker was not found/);
  });
});
