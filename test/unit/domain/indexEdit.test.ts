import assert from 'node:assert/strict';
import {
  descriptorJson,
  holdsImages,
  joinContents,
  platformsIn,
  withoutImages,
  withoutPlatforms,
  type IndexContent,
} from '../../../src/domain/indexEdit.ts';
import { readManifest } from '../../../src/domain/image.ts';
import { recordedManifest, digestOf } from '../../support/recordedRegistry.ts';

/** What BuildKit really pushed. */
function recorded(name: string): IndexContent {
  const digest = digestOf(name);
  const manifest = readManifest(recordedManifest(digest) ?? '');
  assert.ok(manifest.ok && manifest.value.kind === 'index');
  return { digest, entries: manifest.value.entries, annotations: manifest.value.annotations };
}

describe('an index that is changed', () => {
  const attested = recorded('attested');
  const all = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];

  it('loses a platform with what is attested of it', () => {
    assert.deepEqual(platformsIn(attested), all);
    const less = withoutPlatforms(attested, ['linux/arm64']);
    assert.deepEqual(platformsIn(less), ['linux/amd64', 'linux/arm/v7']);
    assert.equal(less.entries.length, attested.entries.length - 2);
    assert.equal(withoutPlatforms(attested, ['linux/s390x']).entries.length, attested.entries.length);
  });

  it('loses one image by its digest, where several are for one platform', () => {
    const [image] = attested.entries;
    assert.ok(image);
    const other = `sha256:${'c'.repeat(64)}`;
    const platform = { os: 'windows', architecture: 'amd64', osVersion: '10.0.20348.1' };
    const twice = { ...attested, entries: [...attested.entries, { ...image, platform, digest: other }] };
    assert.deepEqual(withoutImages(twice, [other]).entries, attested.entries);
    assert.equal(withoutPlatforms(twice, ['windows/amd64']).entries.length, twice.entries.length);
    assert.equal(withoutImages(twice, [`sha256:${'0'.repeat(64)}`]).entries.length, twice.entries.length);
  });

  it('has images as long as an index in it may have some', () => {
    const { digest, size, annotations } = attested.entries[0]!;
    const nested = { mediaType: 'application/vnd.oci.image.index.v1+json', digest, size, annotations };
    assert.equal(holdsImages({ ...attested, entries: [nested] }), true);
    assert.equal(holdsImages(withoutPlatforms(attested, all)), false);
  });

  it('gets a platform more, or another image for one that it has', () => {
    const without = withoutPlatforms(attested, ['linux/arm64']);
    const arm64 = withoutPlatforms(attested, ['linux/amd64', 'linux/arm/v7']);
    assert.deepEqual([...platformsIn(joinContents([without, arm64]))].sort(), [...all].sort());
    assert.equal(joinContents([attested, attested]).entries.length, attested.entries.length);
    const other = { ...arm64.entries[0]!, digest: `sha256:${'b'.repeat(64)}` };
    const replaced = joinContents([attested, { ...arm64, entries: [other] }]);
    assert.deepEqual([...platformsIn(replaced)].sort(), [...all].sort());
    // the former arm64 and its attestation are gone
    assert.equal(replaced.entries.length, attested.entries.length - 1);
    assert.ok(replaced.entries.includes(other));
  });

  it('is written as it was read', () => {
    const text = recordedManifest(attested.digest) ?? '';
    const { manifests } = JSON.parse(text) as { readonly manifests: readonly unknown[] };
    assert.deepEqual(
      attested.entries.map((entry) => JSON.parse(descriptorJson(entry)) as unknown),
      manifests,
    );
  });
});
