import assert from 'node:assert/strict';
import {
  descriptorJson,
  holdsImages,
  joinContents,
  platformsIn,
  withoutImage,
  withoutPlatforms,
  type IndexContent,
} from '../../../../src/domain/image/indexEdit.ts';
import { readManifest } from '../../../../src/domain/image/manifest.ts';
import { recordedManifest, digestOf } from '../../../support/recordedRegistry.ts';

/** A real index of BuildKit. */
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
    assert.deepEqual(withoutImage(twice, { platform: 'windows/amd64', digest: other }).entries, attested.entries);
    assert.equal(withoutPlatforms(twice, ['windows/amd64']).entries.length, twice.entries.length);
    const unknown = { platform: 'windows/amd64', digest: `sha256:${'0'.repeat(64)}` };
    assert.equal(withoutImage(twice, unknown).entries.length, twice.entries.length);
    // the same image may exist for another platform
    const shared = { ...attested, entries: [...attested.entries, { ...image, platform }] };
    assert.deepEqual(
      withoutImage(shared, { platform: 'windows/amd64', digest: image.digest }).entries,
      attested.entries,
    );
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
    // the previous arm64 image and its attestation are removed
    assert.equal(replaced.entries.length, attested.entries.length - 1);
    assert.ok(replaced.entries.includes(other));
  });

  it('keeps an image under its other platform when one of them goes or comes', () => {
    const digest = `sha256:${'c'.repeat(64)}`;
    const entry = (variant: string) => ({
      ...attested.entries[0]!,
      digest,
      annotations: new Map<string, string>(),
      platform: { os: 'linux', architecture: 'arm', variant },
    });
    const attestation = {
      ...attested.entries[0]!,
      digest: `sha256:${'d'.repeat(64)}`,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: new Map([['vnd.docker.reference.digest', digest]]),
    };
    const both: IndexContent = { ...attested, entries: [entry('v6'), entry('v7'), attestation] };
    const one = withoutPlatforms(both, ['linux/arm/v6']);
    assert.deepEqual(platformsIn(one), ['linux/arm/v7']);
    assert.ok(one.entries.includes(attestation));
    assert.deepEqual(withoutPlatforms(both, ['linux/arm/v6', 'linux/arm/v7']).entries, []);
    const joined = joinContents([one, { ...both, entries: [entry('v6'), attestation] }]);
    assert.deepEqual(platformsIn(joined), ['linux/arm/v7', 'linux/arm/v6']);
    assert.equal(joined.entries.length, 3);
  });

  it('keeps what an image of Windows needs of its host', () => {
    const entry = {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: `sha256:${'e'.repeat(64)}`,
      size: 7,
      platform: { architecture: 'amd64', os: 'windows', 'os.version': '10.0.17763.1', 'os.features': ['win32k'] },
    };
    const read = readManifest(JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
    assert.ok(read.ok && read.value.kind === 'index');
    assert.deepEqual(JSON.parse(descriptorJson(read.value.entries[0]!)), entry);
    for (const odd of ['win32k', 7, {}, null, [7]]) {
      const platform = { ...entry.platform, 'os.features': odd };
      assert.ok(readManifest(JSON.stringify({ manifests: [{ ...entry, platform }] })).ok);
    }
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
