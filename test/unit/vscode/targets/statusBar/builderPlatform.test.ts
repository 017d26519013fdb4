import assert from 'node:assert/strict';
import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import { builderPlatform } from '../../../../../src/vscode/targets/statusBar/builderPlatform.ts';
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
