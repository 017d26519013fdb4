import assert from 'node:assert/strict';
import type { Builder } from '../../../src/domain/builder.ts';
import { capabilityOf } from '../../../src/domain/capability.ts';
import { parsePlatform, type Platform } from '../../../src/domain/platform.ts';
import { route } from '../../../src/domain/route.ts';
import { inspectBuilder } from '../../../src/tools/buildx/inspect.ts';
import { readRecording } from '../../support/recordedFailure.ts';

function platforms(...texts: string[]): Platform[] {
  return texts.map((text) => {
    const parsed = parsePlatform(text);
    assert.ok(parsed.ok);
    return parsed.value;
  });
}

/** Nodes by the platforms that they list; `*` marks a pinned one. */
function builder(nodes: Readonly<Record<string, string>>, driver = 'docker-container'): Builder {
  return {
    name: 'b',
    driver,
    nodes: Object.entries(nodes).map(([name, list]) => ({
      name,
      endpoint: '',
      status: list === '' ? 'inactive' : 'running',
      labels: {},
      platforms: list
        .split(' ')
        .filter((entry) => entry !== '')
        .flatMap((entry) =>
          platforms(entry.replace('*', '')).map((platform) => ({ platform, pinned: entry.endsWith('*') })),
        ),
    })),
  };
}

const routed = (own: Builder, ...asked: string[]) =>
  route(platforms(...asked), own).map(({ platform, node, how }) => `${platform} ${node ?? '-'} ${how}`);

describe('route', () => {
  it('tells native, emulated and nobody on one node', () => {
    const own = builder({ n: 'linux/amd64 linux/amd64/v2 linux/arm64 linux/386' });
    assert.deepEqual(
      routed(own, 'linux/amd64', 'linux/amd64/v2', 'linux/arm64', 'linux/386', 'linux/s390x', 'linux/arm/v7'),
      [
        'linux/amd64 n native',
        'linux/amd64/v2 n native',
        'linux/arm64 n emulated',
        'linux/386 n native',
        'linux/s390x n nobody',
        'linux/arm/v7 n nobody',
      ],
    );
  });

  it('follows pins strictly when they serve every platform', () => {
    const own = builder({ a: 'linux/amd64* linux/arm64', b: 'linux/arm64* linux/amd64' });
    assert.deepEqual(routed(own, 'linux/amd64', 'linux/arm64'), ['linux/amd64 a native', 'linux/arm64 b native']);
  });

  it('takes the first node that lists a platform when nothing is pinned, even if it emulates', () => {
    const own = builder({ a: 'linux/amd64 linux/arm64', b: 'linux/arm64 linux/amd64' });
    assert.deepEqual(routed(own, 'linux/amd64', 'linux/arm64'), ['linux/amd64 a native', 'linux/arm64 a emulated']);
  });

  it('takes node 0 where nobody can', () => {
    assert.deepEqual(routed(builder({ a: 'linux/amd64', b: 'linux/arm64' }), 'linux/riscv64'), [
      'linux/riscv64 a nobody',
    ]);
  });

  it('does not know while nothing runs', () => {
    assert.deepEqual(routed(builder({ a: '' }), 'linux/amd64'), ['linux/amd64 a unknown']);
  });

  it('reads a recorded two-node builder', () => {
    const file = new URL('../../fixtures/buildx/0.29.1/inspect/remote-two-pinned-nodes.json', import.meta.url);
    const own = inspectBuilder('docker').parse(readRecording(file));
    assert.deepEqual(routed(own, 'linux/amd64', 'linux/arm64'), [
      'linux/amd64 farm0 native',
      'linux/arm64 farm1 native',
    ]);
  });
});

describe('what a driver and its image store can do', () => {
  const classic = builder({ n: 'linux/amd64' }, 'docker');
  const container = builder({ n: 'linux/amd64' });

  it('refuses several platforms and OCI layouts with the classic store', () => {
    assert.deepEqual(capabilityOf(classic, false, 'push', 2), {
      ok: false,
      reason: 'classicStore',
      wayOut: 'createBuilder',
    });
    assert.deepEqual(capabilityOf(classic, false, 'load', 2), {
      ok: false,
      reason: 'classicStore',
      wayOut: 'onePlatform',
    });
    assert.equal(capabilityOf(classic, false, 'oci', 1).ok, false);
    assert.equal(capabilityOf(classic, false, 'push', 1).ok, true);
  });

  it('has no objection with the containerd store', () => {
    for (const output of ['push', 'load', 'oci', 'cache'] as const) {
      assert.equal(capabilityOf(classic, true, output, 2).ok, true);
    }
  });

  it('cannot load several platforms from a container builder into the classic store', () => {
    assert.deepEqual(capabilityOf(container, false, 'load', 2), {
      ok: false,
      reason: 'severalPlatformsNotLoadable',
      wayOut: 'push',
    });
    assert.equal(capabilityOf(container, true, 'load', 2).ok, true);
    assert.equal(capabilityOf(container, false, 'push', 2).ok, true);
  });
});
