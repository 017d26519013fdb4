import assert from 'node:assert/strict';
import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import { builderPlatform, engineNative } from '../../../../../src/vscode/targets/statusBar/builderPlatform.ts';
import { memento } from '../../../../support/vscode/memento.ts';

const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64' };
const running: Builder = {
  name: 'own',
  driver: 'docker',
  nodes: [
    {
      name: 'own',
      endpoint: 'unix:///var/run/docker.sock',
      status: 'running',
      platforms: [
        { platform: amd64, pinned: false },
        { platform: { ...amd64, variant: 'v2' }, pinned: false },
        { platform: arm64, pinned: false },
        { platform: { os: 'linux', architecture: 's390x' }, pinned: false, lost: true },
      ],
      labels: {},
    },
  ],
};
const stopped: Builder = { ...running, nodes: [{ ...running.nodes[0]!, status: 'stopped', platforms: [] }] };

describe('the platform of the builder in use', () => {
  const own = { name: 'own', native: 'linux/amd64', emulated: ['linux/arm64'] };

  it('is that of its first node, and remembered before the first query', () => {
    const state = memento();
    const used = { name: 'own', by: 'docker' } as const;
    assert.equal(builderPlatform({ known: undefined, inUse: () => undefined }, state)(), undefined);
    assert.deepEqual(builderPlatform({ known: [running], inUse: () => used }, state)(), own);
    assert.deepEqual(builderPlatform({ known: undefined, inUse: () => undefined }, state)(), own);
    assert.deepEqual(builderPlatform({ known: [stopped], inUse: () => used }, state)(), own);
  });

  it('is not that of another builder', () => {
    const state = memento();
    builderPlatform({ known: [running], inUse: () => ({ name: 'own', by: 'docker' }) }, state)();
    const other = { name: 'other', by: 'setting' } as const;
    assert.equal(builderPlatform({ known: undefined, inUse: () => other }, state)(), undefined);
  });
});

describe('the platform of the Docker engine', () => {
  const native = (...args: Parameters<typeof engineNative>) => engineNative(...args);
  const inUse = () => ({ name: 'farm', by: 'docker' }) as const;

  it('is that of the only builder that is the engine itself, whichever is in use', () => {
    const farm: Builder = { ...running, name: 'farm', driver: 'docker-container' };
    assert.equal(native({ known: [farm, running], inUse }), 'linux/amd64');
    assert.equal(native({ known: [farm], inUse }), undefined);
    assert.equal(native({ known: undefined, inUse }), undefined);
  });

  it('is that of the one in use where there are several', () => {
    const other: Builder = { ...running, name: 'farm', nodes: [{ ...running.nodes[0]!, platforms: [] }] };
    const second: Builder = { ...running, name: 'second' };
    assert.equal(native({ known: [running, second], inUse }), undefined);
    assert.equal(native({ known: [running, second], inUse: () => ({ name: 'own', by: 'docker' }) }), 'linux/amd64');
    assert.equal(native({ known: [running, other], inUse }), undefined);
  });
});
