import assert from 'node:assert/strict';
import type { BuildReport } from '../../../../src/domain/build/report.ts';
import { movedImages, verifiedImages } from '../../../../src/domain/architecture/verifiedImages.ts';
import { BuildMemory } from '../../../../src/vscode/memory.ts';
import { folder } from '../../vscode/build/wizard/fakes.ts';
import { memento } from '../../../support/vscode/memento.ts';

const row = (platform: string, digest: string, image?: string): BuildReport['platforms'][number] => ({
  platform,
  digest,
  ...(image !== undefined && { image }),
  how: 'native',
  ms: 1,
  emulatedMs: 0,
});
const report = (more: Partial<BuildReport>): BuildReport => ({
  ok: true,
  command: [],
  verified: true,
  images: [{ reference: 'registry.test/app:1', digest: 'sha256:index' }],
  platforms: [row('linux/amd64', 'sha256:a'), row('linux/arm64', 'sha256:b')],
  missing: [],
  ms: 1,
  warnings: [],
  ...more,
});

describe('verified pushes', () => {
  it('are an index or a manifest, each with its own platforms', () => {
    assert.deepEqual(verifiedImages(report({}), 'push', 5), [
      {
        image: 'registry.test/app:1',
        digest: 'sha256:index',
        kind: 'index',
        platforms: ['linux/amd64', 'linux/arm64'],
        at: 5,
      },
    ]);
    const single = report({
      images: [
        { reference: 'a:1', digest: 'sha256:a' },
        { reference: 'b:1', digest: 'sha256:index' },
      ],
      platforms: [row('linux/amd64', 'sha256:a', 'a:1'), row('linux/arm64', 'sha256:b', 'b:1')],
    });
    assert.deepEqual(
      verifiedImages(single, 'push', 5).map(({ image, kind, platforms }) => [image, kind, platforms]),
      [
        ['a:1', 'manifest', ['linux/amd64']],
        ['b:1', 'index', ['linux/arm64']],
      ],
    );
  });

  it('are none if nothing was pushed or read back', () => {
    assert.deepEqual(verifiedImages(report({ ok: false }), 'push', 5), []);
    assert.deepEqual(verifiedImages(report({ verified: false }), 'push', 5), []);
    assert.deepEqual(verifiedImages(report({}), 'load', 5), []);
  });

  it('do not cover a platform whose image starts a program of another one', () => {
    const program = { program: '/app', format: 'elf', architecture: 'amd64' } as const;
    const wrong = report({ verified: false, mislabelled: [{ platform: 'linux/arm64', ...program }] });
    assert.deepEqual(
      verifiedImages(wrong, 'push', 5).map(({ image, platforms }) => [image, platforms]),
      [['registry.test/app:1', ['linux/amd64']]],
    );
    const several = report({
      verified: false,
      images: [
        { reference: 'a:1', digest: 'sha256:i' },
        { reference: 'b:1', digest: 'sha256:j' },
      ],
      platforms: [row('linux/arm64', 'sha256:a', 'a:1'), row('linux/arm64', 'sha256:b', 'b:1')],
      mislabelled: [{ platform: 'linux/arm64', image: 'a:1', ...program }],
    });
    assert.deepEqual(
      verifiedImages(several, 'push', 5).map(({ image, platforms }) => [image, platforms]),
      [
        ['a:1', []],
        ['b:1', ['linux/arm64']],
      ],
    );
  });

  it('are what a push that failed has left its tags with', async () => {
    const tags = [
      { tag: 'docker.io/team/a:1', state: 'partial', digest: 'sha256:p', kind: 'index', platforms: ['linux/amd64'] },
      { tag: 'r.io/b:1', state: 'moved', digest: 'sha256:m', platforms: ['linux/amd64'] },
      { tag: 'r.io/c:1', state: 'unchanged', digest: 'sha256:c' },
      { tag: 'r.io/d:1', state: 'gone', former: 'sha256:d' },
    ] as const;
    const { moved, gone } = movedImages(report({ ok: false, tags }), 5);
    const memory = new BuildMemory(memento());
    const here = folder('one');
    const former = ['team/a:1', 'r.io/c:1', 'r.io/d:1'].map((image) => ({
      image,
      digest: 'sha256:f',
      kind: 'index' as const,
      platforms: ['linux/amd64', 'linux/arm64'],
      at: 1,
    }));
    await memory.rememberVerified(here, former);
    await memory.rememberVerified(here, moved, gone);
    assert.deepEqual(
      memory.verifiedImages(here).map(({ image, digest, platforms }) => [image, digest, platforms.length]),
      [
        ['docker.io/team/a:1', 'sha256:p', 1],
        ['r.io/c:1', 'sha256:f', 2],
      ],
    );
    assert.deepEqual(movedImages(report({}), 5), { moved: [], gone: [] });
  });

  it('are remembered newest first, the last one of each name, and said at once', async () => {
    const state = memento();
    const memory = new BuildMemory(state);
    const here = folder('one');
    let told = 0;
    memory.onDidVerify(() => told++);
    const image = (name: string, platforms: readonly string[]) =>
      ({ image: name, digest: 'sha256:a', kind: 'index', platforms, at: 1 }) as const;
    await memory.rememberVerified(here, [image('a:1', ['linux/amd64', 'linux/arm64'])]);
    await memory.rememberVerified(here, [image('b:1', ['linux/amd64'])]);
    await memory.rememberVerified(here, [image('a:1', ['linux/amd64'])]);
    await memory.rememberVerified(here, []);
    assert.deepEqual(
      new BuildMemory(state).verifiedImages(here).map(({ image: name, platforms }) => [name, platforms.length]),
      [
        ['a:1', 1],
        ['b:1', 1],
      ],
    );
    assert.equal(told, 3);
    await state.update(`verified:${here.uri.toString()}`, [{ image: 'old' }]);
    assert.deepEqual(memory.verifiedImages(here), []);
  });
});
