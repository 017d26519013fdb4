import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describeImage } from '../../../../src/domain/image/describe.ts';
import { readConfig, type ImageConfig } from '../../../../src/domain/image/config.ts';
import { readManifest, type Manifest } from '../../../../src/domain/image/manifest.ts';
import { digestOf, recordedConfig, recordedManifest } from '../../../support/recordedRegistry.ts';

const ociIndex = 'application/vnd.oci.image.index.v1+json';
const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
const madeUp = (digit: string) => `sha256:${digit.repeat(64)}`;

function manifest(text: string | undefined): Manifest {
  const read = readManifest(text ?? '');
  assert.ok(read.ok, JSON.stringify(read));
  return read.value;
}

/** Describes an image with everything it needs from `read`. */
function inspect(digest: string, text = recordedManifest, config = recordedConfig) {
  const manifests = new Map<string, Manifest | undefined>();
  const configs = new Map<string, ImageConfig | undefined>();
  for (;;) {
    const { image, wanted } = describeImage('app', digest, manifest(text(digest)), { manifests, configs });
    if (wanted.length === 0) {
      return image;
    }
    for (const { what, digest: of } of wanted) {
      const body = (what === 'manifest' ? text : config)(of);
      if (what === 'manifest') {
        manifests.set(of, body === undefined ? undefined : manifest(body));
      } else {
        configs.set(of, body === undefined ? undefined : readConfig(body));
      }
    }
  }
}

function inspectCase(name: string) {
  return inspect(digestOf(name));
}

/** Describes a custom index with recorded children. */
function inspectIndex(entries: readonly object[], also: Readonly<Record<string, string>> = {}) {
  const top = JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: entries });
  return inspect(madeUp('0'), (digest) => (digest === madeUp('0') ? top : (also[digest] ?? recordedManifest(digest))));
}

const platforms = (image: ReturnType<typeof inspect>) => image.images.map(({ platform }) => platform);

describe('image', () => {
  describe('of a real registry', () => {
    it('an index with attestations: platforms in order, each with its attestation folded under it', () => {
      const image = inspectCase('attested');
      assert.equal(image.kind, 'index');
      assert.equal(image.mediaType, ociIndex);
      assert.deepEqual(platforms(image), ['linux/amd64', 'linux/arm64', 'linux/arm/v7']);
      assert.deepEqual(image.other, []);
      for (const { attestations } of image.images) {
        assert.deepEqual(
          attestations.map(({ predicateTypes }) => predicateTypes),
          [['https://slsa.dev/provenance/v0.2']],
        );
      }
      const own = image.images.flatMap(({ attestations }) => attestations.map(({ digest }) => digest));
      assert.equal(new Set(own).size, 3);
    });

    it('the attestation may be an OCI artifact', () => {
      const image = inspectCase('attested-artifact');
      assert.deepEqual(platforms(image), ['linux/amd64']);
      assert.deepEqual(image.images[0]?.attestations[0]?.predicateTypes, ['https://slsa.dev/provenance/v0.2']);
      assert.deepEqual(image.other, []);
    });

    it('sizes are those of configuration and layers', () => {
      const image = inspectCase('plain');
      for (const { digest, size } of image.images) {
        const body = JSON.parse(recordedManifest(digest) ?? '') as {
          config: { size: number };
          layers: { size: number }[];
        };
        assert.equal(size, body.config.size + body.layers.reduce((sum, layer) => sum + layer.size, 0));
        assert.ok(size > 500);
      }
    });

    it('lists and manifests of Docker and of OCI alike', () => {
      assert.equal(inspectCase('plain').mediaType, 'application/vnd.docker.distribution.manifest.list.v2+json');
      assert.equal(inspectCase('oci-types').mediaType, ociIndex);
      assert.deepEqual(platforms(inspectCase('plain')), ['linux/amd64', 'linux/arm64']);
      assert.deepEqual(platforms(inspectCase('oci-types')), ['linux/amd64', 'linux/arm64']);
    });

    it('a single manifest has the platform of its configuration', () => {
      const image = inspectCase('single');
      assert.equal(image.kind, 'manifest');
      assert.equal(image.digest, digestOf('single'));
      assert.deepEqual(
        image.images.map(({ platform, digest, attestations }) => ({ platform, digest, attestations })),
        [{ platform: 'linux/arm/v6', digest: digestOf('single'), attestations: [] }],
      );
    });

    it('an entry without a platform has the one of its configuration', () => {
      assert.deepEqual(platforms(inspectCase('no-platform')), ['linux/arm/v6']);
    });

    it('a nested index is flattened in place, with its attestations, and Windows keeps its version', () => {
      const image = inspectCase('nested');
      assert.equal(image.mediaType, ociIndex, 'the media type is missing there');
      assert.deepEqual(platforms(image), ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64']);
      assert.deepEqual(
        image.images.map(({ attestations }) => attestations.length),
        [1, 1, 1, 0],
      );
      assert.equal(image.images[3]?.osVersion, '10.0.20348.2527');
    });

    it('an index that buildx put together', () => {
      assert.deepEqual(platforms(inspectCase('joined')), [
        'linux/amd64',
        'linux/arm64',
        'linux/arm/v7',
        'linux/arm/v6',
      ]);
    });

    it('a missing child is there without a size; an artifact beside images is no image', () => {
      const image = inspectCase('missing-child');
      assert.deepEqual(
        image.images.map(({ platform, size }) => [platform, typeof size]),
        [
          ['linux/arm/v6', 'number'],
          ['linux/s390x', 'undefined'],
        ],
      );
      assert.ok(!('size' in (image.images[1] ?? {})));
      assert.deepEqual(image.other, [
        { digest: digestOf('artifact'), mediaType: ociManifest, artifactType: 'application/vnd.example.report+json' },
      ]);
    });

    for (const [name, artifactType] of [
      ['chart', 'application/vnd.cncf.helm.config.v1+json'],
      ['artifact', 'application/vnd.example.report+json'],
      ['signature', 'application/vnd.dev.cosign.simplesigning.v1+json'],
    ] as const) {
      it(`a ${name} is an artifact and no image`, () => {
        const image = inspectCase(name);
        assert.equal(image.kind, 'artifact');
        assert.deepEqual(image.images, []);
        assert.deepEqual(
          image.other.map((entry) => entry.artifactType),
          [artifactType],
        );
      });
    }
  });

  describe('of an index that says odd things', () => {
    const [amd64, arm64] = inspectCase('oci-types').images.map(({ digest }) => digest);
    const entry = (digest: string | undefined, more: object = {}) => ({
      mediaType: ociManifest,
      digest,
      size: 1,
      ...more,
    });

    it('the index wins over the configuration', () => {
      const image = inspectIndex([entry(amd64, { platform: { os: 'linux', architecture: 's390x' } })]);
      assert.deepEqual(platforms(image), ['linux/s390x']);
    });

    it('platforms are normalised, an incomplete one is looked up', () => {
      const image = inspectIndex([
        entry(amd64, { platform: { os: 'Linux', architecture: 'aarch64', variant: 'v8' } }),
        entry(arm64, { platform: { os: 'linux', architecture: 'arm' } }),
        entry(arm64, { platform: { architecture: '', os: '' } }),
      ]);
      assert.deepEqual(platforms(image), ['linux/arm64', 'linux/arm/v7', 'linux/arm64']);
    });

    it('unknown/unknown is never an image, with or without annotations', () => {
      for (const platform of [
        { os: 'unknown', architecture: 'unknown' },
        { os: 'linux', architecture: 'unknown' },
        { os: 'unknown', architecture: 'amd64' },
      ]) {
        const image = inspectIndex([entry(amd64, { platform })]);
        assert.deepEqual(image.images, []);
        assert.deepEqual(image.other, [{ digest: amd64, mediaType: ociManifest }]);
      }
    });

    it('an attestation that is an OCI artifact belongs to its subject where the annotations are missing', () => {
      const [image] = inspectCase('attested-artifact').images;
      const own = { ...entry(image?.digest), platform: { os: 'linux', architecture: 'amd64' } };
      for (const more of [{}, { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }]) {
        const found = inspectIndex([own, entry(image?.attestations[0]?.digest, more)]);
        assert.deepEqual(
          found.images.map(({ attestations }) => attestations),
          [image?.attestations],
        );
        assert.deepEqual(found.other, []);
      }
    });

    it('what the index calls an artifact is none, even when it cannot be read', () => {
      const platform = { os: 'linux', architecture: 'amd64' };
      const image = inspectIndex([entry(madeUp('1'), { platform, artifactType: 'application/vnd.example' })]);
      assert.deepEqual(image.images, []);
      assert.deepEqual(image.other, [
        { digest: madeUp('1'), mediaType: ociManifest, artifactType: 'application/vnd.example' },
      ]);
    });

    it('an attestation of an image that is not here, and another kind of reference, are other', () => {
      const attests = (type: string) => ({
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': type, 'vnd.docker.reference.digest': arm64 },
      });
      const image = inspectIndex([
        entry(amd64, { platform: { os: 'linux', architecture: 'amd64' } }),
        entry(madeUp('1'), attests('attestation-manifest')),
        entry(madeUp('2'), attests('something-else')),
      ]);
      assert.deepEqual(
        image.images.map(({ attestations }) => attestations),
        [[]],
      );
      assert.deepEqual(
        image.other.map(({ digest }) => digest),
        [madeUp('2'), madeUp('1')],
      );
    });

    it('an attestation that cannot be read still belongs to its image', () => {
      const annotations = { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': amd64 };
      const image = inspectIndex([
        entry(madeUp('1'), { annotations }),
        entry(amd64, { platform: { os: 'linux', architecture: 'amd64' } }),
      ]);
      assert.deepEqual(image.images[0]?.attestations, [{ digest: madeUp('1'), predicateTypes: [] }]);
    });

    it('indexes are followed only so deep', () => {
      const level = (next: string) => JSON.stringify({ manifests: [{ mediaType: ociIndex, digest: next, size: 1 }] });
      const levels = ['1', '2', '3', '4', '5', '6', '7'].map(
        (digit) => [madeUp(digit), level(madeUp(String(Number(digit) + 1)))] as const,
      );
      const image = inspectIndex([{ mediaType: ociIndex, digest: madeUp('1'), size: 1 }], Object.fromEntries(levels));
      assert.deepEqual(image.images, []);
      assert.deepEqual(image.other, [{ digest: madeUp('5'), mediaType: ociIndex }]);
    });

    it('an entry that is not what its media type says is other', () => {
      const image = inspectIndex([
        { mediaType: ociIndex, digest: amd64, size: 1 },
        { mediaType: 'text/plain', digest: arm64, size: 1 },
      ]);
      assert.deepEqual(
        image.other.map(({ mediaType }) => mediaType),
        [ociIndex, 'text/plain'],
      );
    });
  });

  describe('readManifest', () => {
    const problem = (value: unknown) => {
      const read = readManifest(typeof value === 'string' ? value : JSON.stringify(value));
      return read.ok ? 'good' : read.problem;
    };
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: madeUp('a'), size: 2 };

    it('refuses what is none', () => {
      assert.deepEqual(problem(''), { code: 'notJson' });
      assert.deepEqual(problem('<html>'), { code: 'notJson' });
      assert.deepEqual(problem(' '.repeat(5_000_000)), { code: 'tooLarge' });
      assert.deepEqual(problem('null'), { code: 'invalid', where: '' });
      assert.deepEqual(problem([]), { code: 'invalid', where: '' });
      assert.deepEqual(problem({}), { code: 'invalid', where: 'config' });
      assert.deepEqual(
        problem({ schemaVersion: 1, mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws' }),
        {
          code: 'unknownMediaType',
          mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
        },
      );
    });

    it('refuses a body that could be either (CVE-2021-41190)', () => {
      assert.deepEqual(problem({ manifests: [], config, layers: [] }), { code: 'invalid', where: 'manifests' });
      assert.deepEqual(problem({ mediaType: ociManifest, manifests: [] }), {
        code: 'unknownMediaType',
        mediaType: ociManifest,
      });
      assert.deepEqual(problem({ mediaType: ociIndex, config }), { code: 'unknownMediaType', mediaType: ociIndex });
    });

    it('says where a member is not what it should be', () => {
      const cases: readonly [object, string][] = [
        [{ manifests: [{ ...config, digest: 'sha256:../../etc/passwd' }] }, 'manifests[0].digest'],
        [{ manifests: [config, { ...config, size: -1 }] }, 'manifests[1].size'],
        [{ manifests: [{ ...config, size: '12' }] }, 'manifests[0].size'],
        [{ manifests: [{ ...config, platform: [] }] }, 'manifests[0].platform'],
        [{ manifests: [{ ...config, platform: { os: 1 } }] }, 'manifests[0].platform.os'],
        [{ manifests: [{ ...config, annotations: { a: 1 } }] }, 'manifests[0].annotations.a'],
        [{ manifests: {} }, 'manifests'],
        [{ config, layers: [null] }, 'layers[0]'],
        [{ config, layers: [], subject: {} }, 'subject.digest'],
      ];
      for (const [body, where] of cases) {
        assert.deepEqual(problem(body), { code: 'invalid', where });
      }
    });

    it('takes null where Go writes it', () => {
      assert.equal(problem({ manifests: [{ ...config, platform: null, annotations: null }] }), 'good');
      assert.equal(problem({ config, layers: null, subject: null }), 'good');
    });

    it('never throws on any JSON or text', () => {
      fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void readManifest(text)));
      const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(config, ociIndex, ociManifest));
      const body = fc.record(
        {
          mediaType: junk,
          manifests: fc.oneof(junk, fc.array(junk)),
          config: junk,
          layers: fc.array(junk),
          subject: junk,
          artifactType: junk,
        },
        { requiredKeys: [] },
      );
      fc.assert(fc.property(body, (value) => void readManifest(JSON.stringify(value))));
    });
  });

  it('a configuration without a platform names none', () => {
    assert.equal(readConfig(recordedConfig(digestOf('signature')) ?? '').platform, undefined);
    for (const text of ['', 'null', '[]', '{}', '{"os":1}', '{"os":"linux"}']) {
      assert.deepEqual(readConfig(text), {}, text);
    }
    assert.deepEqual(readConfig('{"os":"linux","architecture":"x86_64","variant":null}').platform, {
      os: 'linux',
      architecture: 'amd64',
    });
  });

  it('attack: shows a media type or an annotation as it came', () => {
    const evil = '![x](https://evil.test/a.png) **bold**\u202e';
    const digest = madeUp('1');
    const attestation = JSON.stringify({
      schemaVersion: 2,
      mediaType: ociManifest,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 1 },
      layers: [
        {
          mediaType: 'application/vnd.in-toto+json',
          digest,
          size: 1,
          annotations: { 'in-toto.io/predicate-type': evil },
        },
      ],
    });
    const image = inspectIndex(
      [
        { mediaType: evil, digest: madeUp('2'), size: 1, artifactType: evil },
        { mediaType: ociManifest, digest: madeUp('4'), size: 1, platform: { os: evil, architecture: 'amd64' } },
        {
          mediaType: ociManifest,
          digest: madeUp('3'),
          size: 1,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: {
            'vnd.docker.reference.type': 'attestation-manifest',
            'vnd.docker.reference.digest': madeUp('4'),
          },
        },
      ],
      { [madeUp('3')]: attestation },
    );
    assert.match(JSON.stringify(image), /invalid\?[0-9a-f]{8}/);
    assert.doesNotMatch(JSON.stringify(image), /evil|bold|\u202e/);
    assert.equal(image.images.length, 1);
    assert.match(image.images[0]?.attestations[0]?.predicateTypes[0] ?? '', /^invalid\?/);
  });
});
