import assert from 'node:assert/strict';
import { suggestImages } from '../../../../../src/domain/sources/manifests/suggestImages.ts';

const nothing = { name: 'exporter', answered: [], recent: [], last: [], defined: [], workloads: [] };
const shown = (clues: Parameters<typeof suggestImages>[0]) =>
  suggestImages(clues).map(({ reference, origin }) => `${reference} (${origin.from})`);

describe('suggested image names', () => {
  it('go from the last build to a workload, each once, then the best one with the version', () => {
    assert.deepEqual(
      shown({
        name: 'exporter',
        answered: ['r.example/now'],
        recent: ['ghcr.io/acme/exporter:1', 'ghcr.io/acme/old:1'],
        last: ['ghcr.io/acme/exporter:1'],
        setting: '127.0.0.1:5000/exporter',
        defined: ['ghcr.io/acme/exporter:1', 'ghcr.io/acme/exporter:${TAG}'],
        workloads: [
          { image: 'docker.io/library/busybox:1', kind: 'Pod', name: 'x', file: 'a.yaml' },
          {
            image: 'ghcr.io/acme/exporter:0.9@sha256:' + 'a'.repeat(64),
            kind: 'DaemonSet',
            name: 'exporter',
            file: 'a.yaml',
          },
        ],
        version: 'v1.2-3-gabc+dirty\n',
      }),
      [
        'r.example/now (answer)',
        'ghcr.io/acme/exporter:1 (lastBuild)',
        'ghcr.io/acme/old:1 (earlierBuild)',
        '127.0.0.1:5000/exporter:v1.2-3-gabc-dirty (setting)',
        'ghcr.io/acme/exporter:0.9 (workload)',
        'busybox:1 (workload)',
        'r.example/now:v1.2-3-gabc-dirty (version)',
      ],
    );
  });

  it('end with a name that just failed, and make no other ones of it', () => {
    const recent = ['bad.example/exporter:2', 'r.example/exporter:1'];
    const failed = { ...nothing, recent, last: ['bad.example/exporter:2'], failed: ['bad.example/exporter:2'] };
    assert.deepEqual(shown({ ...failed, version: 'v2' }), [
      'r.example/exporter:1 (earlierBuild)',
      'r.example/exporter:v2 (version)',
      'bad.example/exporter:2 (failedBuild)',
    ]);
    assert.deepEqual(shown({ ...failed, recent: [] }), ['exporter (folder)', 'bad.example/exporter:2 (failedBuild)']);
  });

  it("fall back to the folder's name", () => {
    assert.deepEqual(shown({ ...nothing, name: 'My Exporter!' }), ['my-exporter (folder)']);
    assert.deepEqual(shown({ ...nothing, version: 'v2' }), ['exporter:v2 (folder)']);
    assert.deepEqual(shown({ ...nothing, name: '---' }), []);
  });

  it('leave the tag of the setting alone', () => {
    assert.deepEqual(shown({ ...nothing, setting: 'r.example/a/b:stable', version: 'v2' }), [
      'r.example/a/b:stable (setting)',
      'r.example/a/b:v2 (version)',
    ]);
  });
});
