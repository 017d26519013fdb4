import assert from 'node:assert/strict';
import { DiagnosedError } from '../../src/domain/diagnosis/diagnosis.ts';
import { joinContents, platformsIn, withoutPlatforms } from '../../src/domain/image/indexEdit.ts';
import { parseReference, withTag, type ImageReference } from '../../src/domain/image/reference.ts';
import { previewedDigest } from '../../src/services/images/indexEdits.ts';
import { bringWorld } from '../bed/world.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { rawRegistry, types, type RawRegistry } from './registryShapes.ts';
import { composeServices, useEnvironment } from './support.ts';

const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64' };

describe('a tag in a real registry that is changed', function () {
  const ends = new Ends();
  let raw: RawRegistry;
  let services: ReturnType<typeof composeServices>;
  before(async function () {
    this.timeout(600_000);
    const world = await bringOrSkip(this, bringWorld);
    ends.add(world.stop);
    ends.add(useEnvironment(world.engine.env));
    raw = rawRegistry(world.registry.host, 'repair/app');
    services = composeServices();
  });
  after(() => ends.run());
  const tag = (name: string): ImageReference => {
    const parsed = parseReference(raw.ref(name));
    assert.ok(parsed.ok);
    return withTag(parsed.value, name);
  };
  const entry = async (platform: typeof amd64) => ({ ...(await raw.image(platform)), platform });
  /** An index with an image and its attestation, as BuildKit pushes it. */
  async function attested(name: string, platform: typeof amd64, more: object = {}) {
    const image = await entry(platform);
    const statement = await raw.image({ os: 'unknown', architecture: platform.architecture });
    const attestation = {
      ...statement,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        'vnd.docker.reference.type': 'attestation-manifest',
        'vnd.docker.reference.digest': image.digest,
      },
    };
    await raw.index(name, [image, attestation], more);
    return image.digest;
  }
  const look = async (name: string) => {
    const { digest, images } = await services.images.inspect(raw.ref(name));
    return {
      digest,
      images: Object.fromEntries(images.map((image) => [image.platform, image.digest])),
      attestations: images.map(({ attestations }) => attestations.length),
    };
  };

  it('has a platform more, and the others are what they were', async () => {
    const digest = await attested('append', amd64, { annotations: { 'org.example.keep': 'me, too' } });
    const added = await attested('append-arm64', arm64);
    const now = await services.images.entries(raw.ref('append'));
    const to = joinContents([now, await services.images.entries(raw.ref('append-arm64'))]);
    const edit = { tag: tag('append'), expected: now.digest, to };
    const text = await services.indexEdits.preview(edit);
    const preview = JSON.parse(text) as { readonly manifests: readonly object[] };
    assert.equal(preview.manifests.length, 4);
    assert.equal((await look('append')).digest, now.digest, 'a preview changes nothing');
    await services.indexEdits.apply(edit);
    const after = await look('append');
    assert.equal(after.digest, previewedDigest(text), 'the digest that was shown');
    assert.deepEqual(after.images, { 'linux/amd64': digest, 'linux/arm64': added });
    assert.deepEqual(after.attestations, [1, 1]);
    const { annotations } = await services.images.entries(raw.ref('append'));
    assert.deepEqual([...annotations], [['org.example.keep', 'me, too']]);
    await services.indexEdits.apply({ tag: tag('append'), expected: after.digest, to: { digest: now.digest } });
    assert.equal((await look('append')).digest, now.digest, 'restored to the byte');
  });

  it('attack: a tag of a single manifest is not brought back to the byte', async () => {
    await raw.put('single', await bodyOf(amd64), types.ociManifest);
    const before = (await look('single')).digest;
    const other = await attested('single', arm64);
    assert.notEqual(other, before);
    const now = (await look('single')).digest;
    await services.indexEdits.apply({ tag: tag('single'), expected: now, to: { digest: before } });
    assert.equal((await look('single')).digest, before);
  });

  it('is joined of single manifests that name no platform', async () => {
    await raw.put('join-amd64', await bodyOf(amd64), types.ociManifest);
    await raw.put('join-arm64', await bodyOf(arm64), types.ociManifest);
    const [first, second] = await Promise.all(
      ['join-amd64', 'join-arm64'].map((name) => services.images.entries(raw.ref(name))),
    );
    const to = joinContents([first!, second!]);
    assert.deepEqual(platformsIn(to), ['linux/amd64', 'linux/arm64']);
    await services.indexEdits.apply({ tag: tag('joined'), expected: undefined, to });
    assert.deepEqual((await look('joined')).images, { 'linux/amd64': first!.digest, 'linux/arm64': second!.digest });
  });

  it('has a platform less, with what was attested of it', async () => {
    await attested('drop', amd64);
    await attested('drop-arm64', arm64);
    const both = joinContents([
      await services.images.entries(raw.ref('drop')),
      await services.images.entries(raw.ref('drop-arm64')),
    ]);
    await services.indexEdits.apply({ tag: tag('drop'), expected: both.digest, to: both });
    const now = await services.images.entries(raw.ref('drop'));
    await services.indexEdits.apply({
      tag: tag('drop'),
      expected: now.digest,
      to: withoutPlatforms(now, ['linux/arm64']),
    });
    const { images, attestations } = await look('drop');
    assert.deepEqual([Object.keys(images), attestations], [['linux/amd64'], [1]]);
    assert.equal((await services.images.entries(raw.ref('drop'))).entries.length, 2);
  });

  it('is not touched after another push in between', async () => {
    await attested('race', amd64);
    const now = await services.images.entries(raw.ref('race'));
    await attested('race', arm64);
    const theirs = (await look('race')).digest;
    await assert.rejects(
      services.indexEdits.apply({ tag: tag('race'), expected: now.digest, to: now }),
      (error) => error instanceof DiagnosedError && error.code === 'imageChanged',
    );
    assert.equal((await look('race')).digest, theirs);
    // the same if it did not exist before
    await assert.rejects(
      services.indexEdits.apply({ tag: tag('race'), expected: undefined, to: now }),
      (error) => error instanceof DiagnosedError && error.code === 'imageChanged',
    );
    assert.equal((await look('race')).digest, theirs);
  });

  async function bodyOf(platform: typeof amd64) {
    const layer = await raw.blob(`single ${platform.architecture}`);
    const config = await raw.blob(
      JSON.stringify({ ...platform, rootfs: { type: 'layers', diff_ids: [layer.digest] } }),
    );
    return {
      schemaVersion: 2,
      config: { ...config, mediaType: 'application/vnd.oci.image.config.v1+json' },
      layers: [layer],
    };
  }
});
