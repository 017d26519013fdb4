import assert from 'node:assert/strict';
import { compareImages } from '../../../../../src/domain/image/compareImages.ts';
import type { InspectedImage } from '../../../../../src/domain/image/describe.ts';
import { isReadUnasked, workspaceImages } from '../../../../../src/domain/sources/manifests/workspaceImages.ts';

describe('workspaceImages', () => {
  it('lists each image once, regardless of its source, own pushes first', () => {
    const found = workspaceImages([
      { image: 'nginx', by: 'workload' },
      { image: 'ghcr.io/me/app:1', by: 'workload' },
      { image: 'docker.io/library/nginx:latest', by: 'added' },
      { image: 'ghcr.io/me/app:1', by: 'pushed' },
      { image: 'ghcr.io/me/app', by: 'setting' },
      { image: 'Not A Name', by: 'workload' },
      { image: 'ghcr.io/me/app:1', by: 'pushed' },
    ]);
    assert.deepEqual(
      found.map(({ id, by, repository }) => [id, by.join(' '), repository]),
      [
        ['ghcr.io/me/app:1', 'workload pushed', 'ghcr.io/me/app'],
        ['docker.io/library/nginx:latest', 'workload added', 'docker.io/library/nginx'],
        ['ghcr.io/me/app:latest', 'setting', 'ghcr.io/me/app'],
      ],
    );
  });

  it('are read unasked where they are ours, and have a registry', () => {
    const unasked = (image: string, by: Parameters<typeof workspaceImages>[0][number]['by']) =>
      workspaceImages([{ image, by }]).map(isReadUnasked)[0];
    assert.equal(unasked('ghcr.io/me/app', 'setting'), true);
    assert.equal(unasked('me/app', 'source'), true);
    assert.equal(unasked('service', 'source'), false);
    assert.equal(unasked('service', 'setting'), false);
    assert.equal(unasked('nginx', 'added'), true);
    assert.equal(unasked('ghcr.io/me/app', 'workload'), false);
    assert.equal(unasked('ghcr.io/me/app', 'service'), false);
  });

  it('keeps a digest, which needs no tag', () => {
    const image = `ghcr.io/me/app@sha256:${'a'.repeat(64)}`;
    assert.deepEqual(
      workspaceImages([{ image, by: 'workload' }]).map(({ id }) => id),
      [image],
    );
  });
});

describe('compareImages', () => {
  const image = (
    ...images: readonly (readonly [platform: string, digest: string, osVersion?: string])[]
  ): InspectedImage => ({
    ref: 'app',
    digest: 'sha256:x',
    mediaType: '',
    kind: 'index',
    images: images.map(([platform, digest, osVersion]) => ({
      platform,
      digest,
      attestations: [],
      ...(osVersion !== undefined && { osVersion }),
    })),
    other: [],
  });

  it('tells what became of each platform', () => {
    const before = image(['linux/amd64', 'a'], ['linux/arm64', 'b'], ['windows/amd64', 'w', '10.0.1']);
    const after = image(
      ['linux/s390x', 's'],
      ['linux/amd64', 'a'],
      ['linux/arm64', 'c'],
      ['windows/amd64', 'w', '10.0.2'],
    );
    assert.deepEqual(
      compareImages(before, after).map(({ platform, change }) => `${platform} ${change}`),
      [
        'linux/amd64 same',
        'linux/arm64 changed',
        'windows/amd64 10.0.1 removed',
        'linux/s390x added',
        'windows/amd64 10.0.2 added',
      ],
    );
  });
});
