import assert from 'node:assert/strict';
import type { Builder } from '../../../../src/domain/builder/builder.ts';
import { capabilityOf } from '../../../../src/domain/builder/capability.ts';
import { parsePlatform, type Platform } from '../../../../src/domain/platform.ts';
import { route, routeWarnings } from '../../../../src/domain/builder/route.ts';
import { inspectBuilder } from '../../../../src/tools/buildx/builders/inspect.ts';
import { farm } from '../../builders.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

function platforms(...texts: string[]): Platform[] {
  return texts.map((text) => {
    const parsed = parsePlatform(text);
    assert.ok(parsed.ok);
    return parsed.value;
  });
}

const routed = (own: Builder, ...asked: string[]) =>
  route(platforms(...asked), own).map(({ platform, node, how }) => `${platform} ${node ?? '-'} ${how}`);

const warned = (own: Builder, ...asked: string[]) =>
  routeWarnings(platforms(...asked), own).map((warning) => Object.values(warning).join(' '));

// test/engine/route.test.ts confirms each of these with real builds
describe('route', () => {
  it('tells native, emulated and unsupported on one node', () => {
    assert.deepEqual(
      routed(
        farm('linux/amd64 linux/amd64/v2 linux/arm64 linux/386'),
        ...['linux/amd64', 'linux/amd64/v2', 'linux/arm64', 'linux/386', 'linux/s390x', 'linux/arm/v7'],
      ),
      [
        'linux/amd64 farm0 native',
        'linux/amd64/v2 farm0 native',
        'linux/arm64 farm0 emulated',
        'linux/386 farm0 native',
        'linux/s390x farm0 unsupported',
        'linux/arm/v7 farm0 unsupported',
      ],
    );
  });

  it('follows pins strictly when they serve every platform', () => {
    const own = farm('linux/amd64* linux/arm64', 'linux/arm64* linux/amd64');
    assert.deepEqual(routed(own, 'linux/amd64', 'linux/arm64'), [
      'linux/amd64 farm0 native',
      'linux/arm64 farm1 native',
    ]);
  });

  it('forgets all pins when they do not', () => {
    const first = farm('linux/amd64 linux/arm64', 'linux/arm64* linux/amd64');
    assert.deepEqual(routed(first, 'linux/amd64', 'linux/arm64'), [
      'linux/amd64 farm0 native',
      'linux/arm64 farm0 emulated',
    ]);
    assert.deepEqual(routed(first, 'linux/arm64'), ['linux/arm64 farm1 native']);
  });

  it('takes the first node that lists a platform when nothing is pinned, even if it emulates', () => {
    const own = farm('linux/amd64 linux/arm64', 'linux/arm64 linux/amd64');
    assert.deepEqual(routed(own, 'linux/amd64', 'linux/arm64'), [
      'linux/amd64 farm0 native',
      'linux/arm64 farm0 emulated',
    ]);
  });

  it('takes the node with the nearest variant', () => {
    const own = farm('linux/mips64le linux/arm/v7', 'linux/mips64le linux/arm/v6');
    assert.deepEqual(routed(own, 'linux/arm/v6', 'linux/arm/v7', 'linux/arm/v5'), [
      'linux/arm/v6 farm1 emulated',
      'linux/arm/v7 farm0 emulated',
      'linux/arm/v5 farm1 unsupported',
    ]);
  });

  it('takes node 0 if no node can', () => {
    assert.deepEqual(routed(farm('linux/amd64', 'linux/arm64'), 'linux/riscv64'), ['linux/riscv64 farm0 unsupported']);
    assert.deepEqual(routed(farm(), 'linux/riscv64'), ['linux/riscv64 - unknown']);
  });

  it('does not know what a node that is not running may take', () => {
    assert.deepEqual(routed(farm('stopped'), 'linux/amd64'), ['linux/amd64 farm0 unknown']);
    assert.deepEqual(routed(farm('stopped', 'linux/amd64'), 'linux/amd64'), ['linux/amd64 - unknown']);
    assert.deepEqual(routed(farm('linux/amd64', 'stopped'), 'linux/amd64', 'linux/arm64'), [
      'linux/amd64 farm0 native',
      'linux/arm64 - unknown',
    ]);
    assert.deepEqual(routed(farm('stopped linux/amd64*', 'linux/amd64'), 'linux/amd64'), ['linux/amd64 farm0 native']);
  });

  it('takes the processor of a node that is not running for listed', () => {
    const [node] = farm('stopped').nodes;
    const [native] = platforms('linux/arm64');
    const own = farm('', 'linux/arm64');
    const known = { ...own, nodes: [{ ...node!, native: native! }, ...own.nodes.slice(1)] };
    assert.deepEqual(routed(known, 'linux/arm64'), ['linux/arm64 farm0 native']);
  });

  it('leaves out a node that buildx cannot load, but none that only does not answer', () => {
    const own = (error: string) => {
      const { nodes, ...rest } = farm('error linux/arm64*', 'linux/arm64');
      return { ...rest, nodes: nodes.map((node, i) => (i === 0 ? { ...node, error } : node)) };
    };
    for (const error of [
      'unable to parse docker host `gone`',
      'invalid driver option foo for docker-container driver',
      'cannot determine Kubernetes namespace, specify manually: stat /root/.kube/config: no such file or directory',
    ]) {
      assert.deepEqual(routed(own(error), 'linux/arm64'), ['linux/arm64 farm1 native']);
      assert.deepEqual(warned(own(error), 'linux/arm64'), ['leftOut farm0']);
    }
    const down = own('Cannot connect to the Docker daemon at tcp://127.0.0.1:2375. Is the docker daemon running?');
    assert.deepEqual(routed(down, 'linux/arm64'), ['linux/arm64 farm0 native']);
    assert.deepEqual(warned(down, 'linux/arm64'), ['unreachable farm0']);
  });

  it('reads a recorded two-node builder', () => {
    const file = new URL('../../../fixtures/buildx/0.29.1/inspect/remote-two-pinned-nodes.json', import.meta.url);
    const own = inspectBuilder('docker').parse(readRecording(file));
    assert.deepEqual(routed(own, 'linux/amd64', 'linux/arm64'), [
      'linux/amd64 farm0 native',
      'linux/arm64 farm1 native',
    ]);
  });
});

describe('warnings of a route', () => {
  it('tell of a platform that nothing runs, also where its emulator is gone', () => {
    assert.deepEqual(warned(farm('linux/amd64'), 'linux/amd64', 'linux/s390x'), ['unsupported linux/s390x farm0']);
    assert.deepEqual(warned(farm('linux/amd64 linux/arm64-'), 'linux/arm64'), ['unsupported linux/arm64 farm0']);
  });

  it('tell of a platform that is emulated though another node runs it', () => {
    const own = farm('linux/amd64 linux/arm64', 'linux/arm64 linux/amd64');
    assert.deepEqual(warned(own, 'linux/amd64', 'linux/arm64'), ['emulatedThoughNative linux/arm64 farm0 farm1']);
    assert.deepEqual(warned(farm('linux/amd64 linux/arm64', 'linux/amd64'), 'linux/arm64'), []);
    assert.deepEqual(warned(farm('linux/amd64* linux/arm64', 'linux/arm64*'), 'linux/amd64', 'linux/arm64'), []);
  });

  it('tell of a node that does not answer only where the build needs it', () => {
    const own = farm('linux/amd64*', 'inactive linux/arm64*');
    assert.deepEqual(warned(own, 'linux/amd64'), []);
    assert.deepEqual(warned(own, 'linux/arm64'), ['unreachable farm1']);
    assert.deepEqual(warned(own, 'linux/amd64', 'linux/s390x'), ['unreachable farm1']);
  });

  it('do not tell of a container that is only not started, nor of a node that is being asked', () => {
    assert.deepEqual(warned({ ...farm('inactive', 'stopped'), driver: 'docker-container' }, 'linux/amd64'), []);
    assert.deepEqual(warned(farm('asking'), 'linux/amd64'), []);
  });
});

describe('what a driver and its image store can do', () => {
  const classic = { ...farm('linux/amd64'), driver: 'docker' };
  const container = { ...farm('linux/amd64'), driver: 'docker-container' };

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
