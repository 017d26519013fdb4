import assert from 'node:assert/strict';
import { registryPage } from '../../../../../src/domain/image/names/registryPage.ts';
import { parseReference } from '../../../../../src/domain/image/reference.ts';

const pageOf = (image: string) => {
  const parsed = parseReference(image);
  assert.ok(parsed.ok, image);
  return registryPage(parsed.value);
};

describe('the page of an image', () => {
  it('is that of a known registry', () => {
    assert.deepEqual(
      [
        'alpine',
        'alpine:3.20',
        'me/app:1.0',
        `me/app@sha256:${'a'.repeat(64)}`,
        'ghcr.io/me/tools/app:1',
        'quay.io/me/app:1',
        'quay.io/me/app',
        'public.ecr.aws/docker/library/alpine:3',
        'mcr.microsoft.com/dotnet/sdk:10.0',
        'mcr.microsoft.com/powershell',
        'registry.gitlab.com/group/project:1',
      ].map(pageOf),
      [
        'https://hub.docker.com/_/alpine/tags',
        'https://hub.docker.com/_/alpine/tags?name=3.20',
        'https://hub.docker.com/r/me/app/tags?name=1.0',
        'https://hub.docker.com/r/me/app/tags',
        'https://ghcr.io/me/tools/app',
        'https://quay.io/repository/me/app?tab=tags&tag=1',
        'https://quay.io/repository/me/app?tab=tags',
        'https://gallery.ecr.aws/docker/library/alpine',
        'https://mcr.microsoft.com/artifact/mar/dotnet/sdk/tags',
        'https://mcr.microsoft.com/artifact/mar/powershell/tags',
        'https://gitlab.com/group/project/container_registry',
      ],
    );
  });

  it('is not guessed', () => {
    for (const image of [
      'localhost:5000/app:1',
      'registry.example.com/team/app:1',
      'docker.io/a/b/c',
      'ghcr.io/app',
      'quay.io/a/b/c',
      'quay.io:443/me/app',
      'public.ecr.aws/app',
      'registry.gitlab.com/group/project/image:1',
    ]) {
      assert.equal(pageOf(image), undefined, image);
    }
  });

  it('attack: the name of an image leads the browser to another site', () => {
    for (const image of [
      'ghcr.io/a/..%2f..',
      'ghcr.io/@evil.example/a',
      'ghcr.io/a?b/c',
      'quay.io/a/b:1&x=#',
      'ghcr.io\\evil/a',
    ]) {
      assert.equal(parseReference(image).ok, false, image);
    }
  });
});
