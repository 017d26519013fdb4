import assert from 'node:assert/strict';
import { artifactKind } from '../../../../src/domain/image/artifactKind.ts';
import { describeImage } from '../../../../src/domain/image/describe.ts';
import { readConfig, type ImageConfig } from '../../../../src/domain/image/config.ts';
import { readManifest, type Manifest } from '../../../../src/domain/image/manifest.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const created = 'org.opencontainers.image.created';
const at = (text: string) => ({ created: text });
const entry = (letter: string, architecture: string, annotations = {}) => ({
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  digest: digest(letter),
  size: 1,
  platform: { os: 'linux', architecture },
  annotations,
});
const manifestOf = (body: object): Manifest => {
  const read = readManifest(JSON.stringify({ schemaVersion: 2, ...body }));
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
};
const image = (
  more: object = {},
  layer = 'application/vnd.oci.image.layer.v1.tar',
  config = 'application/vnd.oci.image.config.v1+json',
) =>
  manifestOf({
    config: { mediaType: config, digest: digest('e'), size: 1 },
    layers: [{ mediaType: layer, digest: digest('d'), size: 2 }],
    ...more,
  });
const describeWith = (
  top: Manifest,
  manifests: Readonly<Record<string, Manifest>> = {},
  configs: Readonly<Record<string, ImageConfig>> = {},
) => {
  const byDigest = <T>(all: Readonly<Record<string, T>>) =>
    new Map(Object.entries(all).map(([letter, value]) => [digest(letter), value]));
  return describeImage('app', digest('f'), top, { manifests: byDigest(manifests), configs: byDigest(configs) }).image;
};

describe('the age of an image', () => {
  const march = '2026-03-01T10:00:00Z';
  const april = '2026-04-01T10:00:00+02:00';

  it('is that of its configuration, and of none that is made to come out the same each time', () => {
    assert.equal(readConfig(JSON.stringify(at(march))).created, Date.parse(march));
    for (const text of [
      '1970-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '1980-01-01T00:00:01Z',
      '',
      'yesterday',
      '2026',
    ]) {
      assert.equal(readConfig(JSON.stringify(at(text))).created, undefined, text);
    }
    assert.deepEqual(readConfig('{"created":7,"os":"linux","architecture":"arm64"}'), {
      platform: { os: 'linux', architecture: 'arm64' },
    });
  });

  it('is known of a single manifest at once, and of an index by its annotation', () => {
    const single = describeWith(
      image(),
      {},
      { f: readConfig(`{"os":"linux","architecture":"arm64","created":"${march}"}`) },
    );
    assert.deepEqual([single.created, single.images[0]?.created], [Date.parse(march), Date.parse(march)]);
    const manifests = [entry('a', 'amd64'), entry('b', 'arm64')];
    const index = manifestOf({ manifests, annotations: { [created]: april } });
    assert.equal(describeWith(index, { a: image(), b: image() }).created, Date.parse(april));
  });

  it('is that of the newest platform, by annotations of entries and manifests', () => {
    const index = manifestOf({ manifests: [entry('a', 'amd64', { [created]: march }), entry('b', 'arm64')] });
    const described = describeWith(index, { a: image(), b: image({ annotations: { [created]: april } }) });
    assert.equal(described.created, Date.parse(april));
    assert.deepEqual(
      described.images.map((each) => each.created),
      [Date.parse(march), Date.parse(april)],
    );
  });

  it('takes no configuration to be read that is not needed for the platform', () => {
    const index = manifestOf({ manifests: [entry('a', 'amd64'), entry('b', 'arm64')] });
    const read = new Map([digest('a'), digest('b')].map((each) => [each, image()]));
    const { image: described, wanted } = describeImage('app', digest('f'), index, {
      manifests: read,
      configs: new Map(),
    });
    assert.deepEqual(wanted, []);
    assert.equal(described.created, undefined);
  });
});

describe('what is no image', () => {
  it('is recognized by the type of the artifact, of its configuration, or of its first layer', () => {
    const empty = 'application/vnd.oci.empty.v1+json';
    for (const [manifest, kind] of [
      [
        image({}, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'application/vnd.cncf.helm.config.v1+json'),
        'helmChart',
      ],
      // cosign gives its signatures the configuration of an image
      [image({}, 'application/vnd.dev.cosign.simplesigning.v1+json'), 'signature'],
      [
        image(
          { artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json' },
          'application/vnd.dev.sigstore.bundle.v0.3+json',
          empty,
        ),
        'signature',
      ],
      [image({}, 'application/jose+json', 'application/vnd.cncf.notary.signature'), 'signature'],
      [image({}, 'application/vnd.in-toto+json', empty), 'attestation'],
      [image({}, 'application/spdx+json', empty), 'sbom'],
      [image({}, 'application/wasm', 'application/vnd.wasm.config.v0+json'), 'wasm'],
      [image({}, 'application/vnd.cncf.flux.content.v1.tar+gzip', 'application/vnd.cncf.flux.config.v1+json'), 'flux'],
      [
        image(
          {},
          'application/vnd.cncf.openpolicyagent.policy.layer.v1+rego',
          'application/vnd.cncf.openpolicyagent.config.v1+json',
        ),
        'policy',
      ],
      [
        image(
          { artifactType: 'application/vnd.docker.compose.project' },
          'application/vnd.docker.compose.file+yaml',
          empty,
        ),
        'compose',
      ],
      [image({}, 'application/vnd.docker.ai.gguf.v3', 'application/vnd.docker.ai.model.config.v0.1+json'), 'model'],
      [image({}, 'application/vnd.ollama.image.model', 'application/vnd.docker.container.image.v1+json'), 'model'],
      [
        image({}, 'application/vnd.docker.image.rootfs.diff.tar.gzip', 'application/vnd.docker.plugin.v1+json'),
        'plugin',
      ],
    ] as const) {
      const described = describeWith(manifest);
      const [other] = described.other;
      assert.equal(described.kind, 'artifact', kind);
      assert.deepEqual(described.images, []);
      assert.equal(artifactKind(other?.artifactType, other?.mediaType), kind);
    }
  });

  it('is recognized for an index with a cache, or with attestations only', () => {
    const cache = manifestOf({
      manifests: [
        { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digest('a'), size: 1 },
        { mediaType: 'application/vnd.buildkit.cacheconfig.v0', digest: digest('b'), size: 1 },
      ],
    });
    const kinds = describeWith(cache).other.map(({ artifactType, mediaType }) => artifactKind(artifactType, mediaType));
    assert.deepEqual(kinds, [undefined, 'buildCache']);
    const attested = describeWith(
      manifestOf({
        manifests: [
          {
            ...entry('a', 'unknown', {
              'vnd.docker.reference.type': 'attestation-manifest',
              'vnd.docker.reference.digest': digest('b'),
            }),
            platform: { os: 'unknown', architecture: 'unknown' },
          },
        ],
      }),
      { a: image({}, 'application/vnd.in-toto+json') },
    );
    assert.deepEqual([attested.kind, attested.images, attested.other.length], ['index', [], 1]);
  });

  it('has no name if it is unknown', () => {
    assert.equal(artifactKind('application/x-mine', undefined), undefined);
    assert.equal(artifactKind('application/vnd.oci.image.manifest.v1+json'), undefined);
  });
});
